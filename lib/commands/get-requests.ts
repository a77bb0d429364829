import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { PAGING, pageOf } from "#lib/commands/page-of.ts";
import { refuseUnknown } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { type RequestView, requestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { poolFqdn } from "#lib/commands/schemas.ts";

export const Input = z.strictObject({ pool: poolFqdn.optional(), ...PAGING });

/** So many are looked through; what ended before them is told by the journal. */
const MOST = 1_000;

/** The newest first; `Next` asks for those before them, and is null when that is all. */
export type RequestsView = { readonly Requests: readonly RequestView[]; readonly Next: string | null };

/** Get-CsBackupRequest: what was asked for, newest first: all that runs, and what ended last. */
export async function getRequests(ctx: Context, raw: unknown = {}): Promise<RequestsView> {
  const { pool, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getRequests, pool);
  if (pool !== undefined) refuseUnknown(await ctx.ledger.topology(), pool);
  const all = await ctx.ledger.requests(MOST);
  const wanted = all.filter(({ request }) => pool === undefined || request.from === pool || request.to === pool);
  const { page, next } = pageOf(wanted, ({ request }) => request.id, asked);
  return { Requests: page.map(requestView), Next: next };
}
