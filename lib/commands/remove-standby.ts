import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { lookInto } from "#lib/commands/look-into.ts";
import { refuseElsewhere, refuseUnknown } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, poolFqdn } from "#lib/commands/schemas.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import { partnerOf, type Topology } from "#lib/domain/topology.ts";
import type { FormerStandby } from "#lib/ports/standby-keeper.ts";

export const Input = z.strictObject({ pool: poolFqdn, ...changing });

/** What was removed: of which former partner, of which module, how many items. */
export type RemovedStandbyView = {
  readonly PoolFqdn: PoolFqdn;
  readonly Removed: readonly {
    readonly HomePoolFqdn: PoolFqdn;
    readonly BackupModule: ModuleName;
    readonly Items: number;
  }[];
};

/**
 * Remove-CsUserStoreBackupData: what this pool still holds of former partners. Rows go for good, content into the trash. The
 * copy of the present partner is never touched (DOMAIN 2.10). Former partners may be any pools, so who removes reaches all.
 */
export async function removeStandby(ctx: Context, raw: unknown): Promise<RemovedStandbyView | Foreseen> {
  const { pool, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.removeStandby);
  requireConfirmed(ctx, "for-good", whatIf);
  const { topology, found } = await formerOf(ctx, pool);
  const removed = summed(found).filter(({ items }) => items > 0);
  if (removed.length === 0) throw nothingFormer(topology, pool);
  if (whatIf) return foreseen(`Would remove from ${pool}: ${removed.map(words).join(", ")}.`);
  for (const home of new Set(found.map((one) => one.home))) await ctx.standby.remove(pool, home);
  await ctx.ledger.note({ action: "remove-standby", subject: pool, before: removed }, ctx.actor);
  return { PoolFqdn: pool, Removed: removed.map(told) };
}

type Found = { readonly topology: Topology; readonly found: readonly FormerStandby[] };

export const Asked = z.strictObject({ pool: poolFqdn });

/** What it would remove, counted, or that there is nothing; nothing is done and no trace is left. */
export async function foreseeRemoveStandby(ctx: Context, raw: unknown): Promise<RemovedStandbyView> {
  const { pool } = parse(Asked, raw);
  requireRole(ctx, NEEDED_ROLE.foreseeRemoveStandby);
  const { found } = await formerOf(ctx, pool);
  const counted = summed(found).filter(({ items }) => items > 0);
  return { PoolFqdn: pool, Removed: counted.map(told) };
}

/** What a pool holds of former partners. A store that is lost cannot be looked into. */
async function formerOf(ctx: Context, pool: PoolFqdn): Promise<Found> {
  const topology = await ctx.ledger.topology();
  refuseUnknown(topology, pool);
  refuseElsewhere(ctx, pool);
  const found = await lookInto(() => ctx.standby.former(pool));
  return { topology, found };
}

function told({ home, module, items }: FormerStandby): RemovedStandbyView["Removed"][number] {
  return { HomePoolFqdn: home, BackupModule: module, Items: items };
}

function nothingFormer(topology: Topology, pool: PoolFqdn): Problem {
  const partner = partnerOf(topology, pool);
  const sentence =
    partner === null
      ? `${pool} holds no standby data.`
      : `${pool} holds no standby data but that of its present partner ${partner}, which stays.`;
  return new Problem("present-partner", sentence, "Part the two first: Remove-CsPoolPair.", "PoolFqdn");
}

/** One count for each home and module, however many tables it has. */
function summed(found: readonly FormerStandby[]): readonly FormerStandby[] {
  const sums = new Map<string, FormerStandby>();
  for (const one of found) {
    const key = `${one.home} ${one.module}`;
    sums.set(key, { ...one, items: one.items + (sums.get(key)?.items ?? 0) });
  }
  return [...sums.values()];
}

function words({ home, module, items }: FormerStandby): string {
  return `${items} ${items === 1 ? "item" : "items"} of ${module} of ${home}`;
}
