import { z } from "zod";
import { type Context, requireRole, requireRoleAnywhere } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { findRequest } from "#lib/commands/get-request.ts";
import { parse } from "#lib/commands/parse.ts";
import { type RequestView, requestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, requestId } from "#lib/commands/schemas.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { RequestKind, SyncRequest } from "#lib/domain/request.ts";
import type { ActorRole } from "#lib/domain/role.ts";

export const Input = z.strictObject({ id: requestId, ...changing });

/** Stop-CsBackupRequest: the engine ends the request where it stands; what was sent stays sent. */
export async function stopRequest(ctx: Context, raw: unknown): Promise<RequestView | Foreseen> {
  const { id, whatIf } = parse(Input, raw);
  requireRoleAnywhere(ctx, NEEDED_ROLE.stopRequest);
  const found = await findRequest(ctx, id);
  // What a restorer asked for is not an operator's to end.
  requireRole(ctx, neededToStop(found.request.what), askedOf(found.request));
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

/** The pool that it was asked for: who reaches that may end it. */
export function askedOf({ what, from, to }: Pick<SyncRequest, "what" | "from" | "to">): PoolFqdn {
  switch (what) {
    case "restore":
    case "adopt":
    case "bring-back":
      return to;
    case "full-push":
    case "delta":
    case "compare":
    case "send-again":
    case "retry":
    case "release":
    case "skip":
      return from;
  }
}

function ended(id: string): Problem {
  return new Problem("request-ended", `Request ${id} has ended.`, "Get-CsBackupRequest shows how.", "Id");
}
