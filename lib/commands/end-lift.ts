import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { oneExportLane } from "#lib/commands/lanes-asked.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, oneModule, poolFqdn } from "#lib/commands/schemas.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";

export const Input = z.strictObject({ pool: poolFqdn, module: oneModule, ...changing });

/** Limits that hold again. */
export type EndedLiftView = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly BackupModule: ModuleName;
  readonly LimitLiftedUntil: null;
};

/** Lift-CsBackupLimit -End: the limits of the copy hold again, also for the cycle that runs. */
export async function endLift(ctx: Context, raw: unknown): Promise<EndedLiftView | Foreseen> {
  const { pool, module, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.endLift, pool);
  const lane = await oneExportLane(ctx, pool, module);
  if (whatIf)
    return foreseen(`Would let the limits of a cycle hold again for ${lane.module} from ${lane.from} to ${lane.to}.`);
  if (!(await ctx.ledger.endLift(lane, ctx.actor)))
    throw new Problem(
      "not-lifted",
      `The limits of ${lane.module} from ${lane.from} to ${lane.to} are not lifted.`,
      "Get-CsBackupServiceStatus tells until when they are, where they are.",
      "BackupModule",
    );
  return { PoolFqdn: lane.from, BackupPoolFqdn: lane.to, BackupModule: lane.module, LimitLiftedUntil: null };
}
