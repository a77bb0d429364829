import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { parse } from "#lib/commands/parse.ts";
import { type RequestView, requestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { requestId } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { RequestWithRuns } from "#lib/ports/ledger.ts";

export const Input = z.strictObject({ id: requestId });

/** One request and how far each of its parts is. */
export async function getRequest(ctx: Context, raw: unknown): Promise<RequestView> {
  const { id } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getRequest);
  return requestView(await findRequest(ctx, id));
}

/** The request of that id, or Problem "unknown-request". */
export async function findRequest(ctx: Context, id: string): Promise<RequestWithRuns> {
  const found = await ctx.ledger.requestById(id);
  if (found) return found;
  throw new Problem("unknown-request", "There is no request of that id.", "Ask for a sync to get one.", "Id");
}
