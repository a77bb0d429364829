import type { Context } from "#lib/auth/context.ts";
import { findRequest } from "#lib/commands/get-request.ts";
import { type RequestView, requestView } from "#lib/commands/request-view.ts";
import type { NewRequest } from "#lib/ports/ledger.ts";

/** Leaves a request in the ledger and tells how it stands: accepted, or as far as the same one of before has come. */
export async function leaveRequest(ctx: Context, asked: NewRequest): Promise<RequestView> {
  const { id } = await ctx.ledger.request(asked, ctx.actor);
  return requestView(await findRequest(ctx, id));
}
