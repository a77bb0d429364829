import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { refuseUnknown } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { type RequestView, requestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { poolFqdn } from "#lib/commands/schemas.ts";

export const Input = z.strictObject({ pool: poolFqdn.optional() });

/** So many are looked through. */
const MOST = 200;

/** Get-CsBackupRequest: what was asked for, newest first: all that runs, and what ended last. */
export async function getRequests(
  ctx: Context,
  raw: unknown = {},
): Promise<{ readonly Requests: readonly RequestView[] }> {
  const { pool } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getRequests, pool);
  if (pool !== undefined) refuseUnknown(await ctx.ledger.topology(), pool);
  const all = await ctx.ledger.requests(MOST);
  const wanted = all.filter(({ request }) => pool === undefined || request.from === pool || request.to === pool);
  return { Requests: wanted.map(requestView) };
}
