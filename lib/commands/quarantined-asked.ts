import type { Context } from "#lib/auth/context.ts";
import { backupPoolOf, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { quarantineId } from "#lib/commands/quarantine-id.ts";
import { selectModules } from "#lib/commands/select-modules.ts";
import type { ModuleFace } from "#lib/domain/backup-module.ts";
import type { ExportReport } from "#lib/domain/evidence.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Quarantined } from "#lib/domain/quarantine.ts";
import { partnerOf, type Topology } from "#lib/domain/topology.ts";

/** An item in quarantine with the report that tells of it. */
export type HeldItem = {
  readonly id: string;
  readonly item: Quarantined;
  readonly report: ExportReport;
  readonly heardAt: Instant;
};

/** What one copy's partner refused by its last word in this run; `notNamed` of it are counted only. */
type HeldOfLane = { readonly lane: Lane; readonly items: readonly HeldItem[]; readonly notNamed: number };

type Evidence = { readonly topology: Topology; readonly exports: readonly ExportReport[] };

export function heldItems({ topology, exports }: Evidence, modules: readonly ModuleFace[]): readonly HeldOfLane[] {
  return exports.flatMap((report): HeldOfLane[] => {
    const { lane, partner } = report;
    const face = modules.find(({ name }) => name === lane.module);
    if (face === undefined || partner?.heardAt == null || partner.quarantine === null) return [];
    if (partnerOf(topology, lane.from) !== lane.to) return []; // of a pair of before
    const { heardAt, quarantine } = partner;
    const items = quarantine.named.map((item) => ({ id: quarantineId(face, item), item, report, heardAt }));
    return [{ lane, items, notNamed: quarantine.items - items.length }];
  });
}

/** What a person named: some by their ids, or all that is named in these modules. */
export type Meant = {
  readonly pool: PoolFqdn;
  readonly module: string;
  readonly refusedItems?: readonly string[] | undefined;
  readonly all: boolean;
};

/** The items that are meant, by copy. Refuses where one of them is not there any more: then nothing is asked for. */
export async function itemsMeant(ctx: Context, asked: Meant): Promise<HeldOfLane[]> {
  const { pool, module, refusedItems, all } = asked;
  backupPoolOf(await ctx.ledger.topology(), pool);
  refuseElsewhere(ctx, pool);
  if (all === (refusedItems !== undefined)) throw oneOfBoth();
  const held = heldItems(await ctx.ledger.evidence(), selectModules(ctx.modules, module));
  const ofPool = held.filter(({ lane, items }) => lane.from === pool && items.length > 0);
  if (all) {
    if (ofPool.length === 0) throw unknown(`Nothing of ${pool} is refused.`);
    return ofPool;
  }
  const ids = new Set(refusedItems);
  const meant = ofPool.map((one) => ({ ...one, items: one.items.filter(({ id }) => ids.has(id)) }));
  for (const { id } of meant.flatMap(({ items }) => items)) ids.delete(id);
  const [missing] = ids;
  if (missing !== undefined) throw unknown(`Nothing of ${pool} is refused that is called ${JSON.stringify(missing)}.`);
  return meant.filter(({ items }) => items.length > 0);
}

function oneOfBoth(): Problem {
  const hint = "Give the ids that Get-CsQuarantinedItem shows, or -All.";
  return new Problem("bad-input", "Either items or all of them are needed here.", hint, "Id");
}

function unknown(sentence: string): Problem {
  return new Problem("unknown-item", sentence, "Get-CsQuarantinedItem lists what is refused now.", "Id");
}
