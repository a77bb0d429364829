import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { backupPoolOf, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, poolFqdn } from "#lib/commands/schemas.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";

export const Input = z.strictObject({ pool: poolFqdn, ...changing });

/** Two pools that were parted. */
export type RemovedPairView = { readonly PoolFqdn: PoolFqdn; readonly FormerBackupPoolFqdn: PoolFqdn };

/**
 * Remove-CsPoolPair: the two back each other up no more. What runs between them ends; each keeps the other's standby data,
 * which is no longer updated, until somebody removes it (DOMAIN 2.10, 10 no. 23).
 */
export async function removePair(ctx: Context, raw: unknown): Promise<RemovedPairView | Foreseen> {
  const { pool, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.removePair, pool);
  requireConfirmed(ctx, "for-good", whatIf);
  const partner = backupPoolOf(await ctx.ledger.topology(), pool);
  requireRole(ctx, NEEDED_ROLE.removePair, partner); // it loses its copy as well
  refuseElsewhere(ctx, pool);
  if (whatIf)
    return foreseen(`Would part ${pool} and ${partner}: neither has a copy that is kept up to date from then on.`);
  if (!(await ctx.ledger.unpair({ a: pool, b: partner }, ctx.actor)))
    throw new Problem(
      "unpaired",
      `${pool} and ${partner} are parted already.`,
      "Get-CsPool shows the pairs.",
      "PoolFqdn",
    );
  return { PoolFqdn: pool, FormerBackupPoolFqdn: partner };
}
