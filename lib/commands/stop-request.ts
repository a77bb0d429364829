import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { findRequest } from "#lib/commands/get-request.ts";
import { parse } from "#lib/commands/parse.ts";
import { type RequestView, requestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, requestId } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { RequestKind } from "#lib/domain/request.ts";
import type { ActorRole } from "#lib/domain/role.ts";

const Input = z.strictObject({ id: requestId, ...changing });

/** Stop-CsBackupRequest: the engine ends the request where it stands; what was sent stays sent. */
export async function stopRequest(ctx: Context, raw: unknown): Promise<RequestView | Foreseen> {
  const { id, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.stopRequest);
  const found = await findRequest(ctx, id);
  // What a restorer asked for is not an operator's to end.
  requireRole(ctx, neededToStop(found.request.what), found.request.from);
  if (found.runs.every((run) => run.endedAt !== null)) throw ended(id);
  if (whatIf) return foreseen(`Would end request ${id} where it stands; what was sent stays sent.`);
  if (!(await ctx.ledger.cancel(id, ctx.actor))) throw ended(id);
  return requestView(await findRequest(ctx, id));
}

/** What only moves data forward, or compares it, an operator may end; what brings data back is a restorer's. */
export function neededToStop(what: RequestKind): ActorRole {
  switch (what) {
    case "full-push":
    case "delta":
    case "compare":
    case "send-again":
    case "retry":
      return NEEDED_ROLE.stopRequest;
    case "restore":
    case "adopt":
    case "release":
    case "bring-back":
    case "skip":
      return NEEDED_ROLE.restoreStore;
  }
}

function ended(id: string): Problem {
  return new Problem("request-ended", `Request ${id} has ended.`, "Get-CsBackupRequest shows how.", "Id");
}
