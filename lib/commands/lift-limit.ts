import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { oneExportLane } from "#lib/commands/lanes-asked.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, liftDuration, oneModule, poolFqdn } from "#lib/commands/schemas.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { DEFAULT_LIFT_MS } from "#lib/domain/lift.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { formatTimeSpan } from "#lib/domain/sync-interval.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: oneModule,
  duration: liftDuration.default(DEFAULT_LIFT_MS),
  ...changing,
});

/** Limits that are lifted. The status tells the same as soon as the engine has learned of it. */
export type LiftView = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly BackupModule: ModuleName;
  readonly LimitLiftedUntil: string;
  readonly LiftedBy: string;
};

/**
 * Lift-CsBackupLimit: for a time a copy carries all that waits, cycle after cycle without a rest. Packages stay as small as
 * ever, and no more of them are on their way (DESIGN L13). When the time is over the limits hold again.
 */
export async function liftLimit(ctx: Context, raw: unknown): Promise<LiftView | Foreseen> {
  const { pool, module, duration, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.liftLimit, pool);
  const lane = await oneExportLane(ctx, pool, module);
  if (whatIf)
    return foreseen(
      `Would lift the limits of a cycle for ${lane.module} from ${lane.from} to ${lane.to} for ${formatTimeSpan(duration)}.`,
    );
  const { at, ms, by } = await ctx.ledger.lift(lane, duration, ctx.actor);
  return {
    PoolFqdn: lane.from,
    BackupPoolFqdn: lane.to,
    BackupModule: lane.module,
    LimitLiftedUntil: isoInstant(at + ms),
    LiftedBy: by,
  };
}
