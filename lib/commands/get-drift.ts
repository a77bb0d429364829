import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { compareView, driftView, verifiedView } from "#lib/commands/compare-view.ts";
import { laneAsked } from "#lib/commands/lane-asked.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { limit, oneModule, poolFqdn, wholeNumberText } from "#lib/commands/schemas.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { CompareView, DriftView, VerifiedView } from "#lib/domain/compare-view.ts";
import { isMendable, NOTHING_KEPT } from "#lib/domain/drift-list.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: oneModule,
  next: wholeNumberText.default(0),
  limit: limit.default(50),
});

/** What compares of a copy found. */
export type DriftPage = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly BackupModule: ModuleName;
  readonly LastCompare: CompareView | null;
  readonly VerifiedEqual: VerifiedView | null;
  /** Items that differ, named or not; those of this page; and where the next begins. */
  readonly DriftItems: number;
  /** Of them: what sending all again would send, on whatever page they are. */
  readonly Mendable: number;
  readonly Drift: readonly DriftView[];
  readonly Next: string | null;
};

/** Get-CsReplicationDrift: what a compare found to differ, and what it verified. */
export async function getDrift(ctx: Context, raw: unknown): Promise<DriftPage> {
  const { pool, module, next, limit: most } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getDrift, pool);
  const lane = laneAsked(ctx, await ctx.ledger.topology(), pool, module);
  const { last, verified, drift, more } = (await ctx.ledger.compares(lane)) ?? NOTHING_KEPT;
  const end = next + most;
  return {
    PoolFqdn: lane.from,
    BackupPoolFqdn: lane.to,
    BackupModule: lane.module,
    LastCompare: last && compareView(last),
    VerifiedEqual: verified && verifiedView(verified),
    DriftItems: drift.length + more,
    Mendable: drift.filter(isMendable).length,
    Drift: drift.slice(next, end).map(driftView),
    Next: end < drift.length ? String(end) : null,
  };
}
