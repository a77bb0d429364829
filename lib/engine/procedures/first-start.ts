import { type PoolFqdn, poolFqdn } from "#lib/domain/pool.ts";
import type { Topology } from "#lib/domain/topology.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { TopologyLedger } from "#lib/ports/ledger.ts";

export type FirstStart = {
  readonly ledger: TopologyLedger;
  readonly clock: Pick<Clock, "now">;
  readonly newId: () => string;
  /** Makes a pool's stores, or finishes those that an interrupted start began. Faults where another's stand. */
  readonly makeStores: (pool: PoolFqdn, topology: Topology, idOf: (pool: PoolFqdn) => string) => void;
};

/** The pair that a new installation begins with. */
export function firstTopology(): Topology {
  const [a, b] = ["pool1.pairkeeper.test", "pool2.pairkeeper.test"].map(poolFqdn);
  if (!a || !b) throw new Error("the first pair has no names");
  return { pools: [a, b], pairs: [{ a, b }], cmsMaster: a };
}

/**
 * First start is as long as the ledger knows no made stores of a pool (DESIGN L9). The ids are in the ledger before any
 * store is made, so a start that is cut off anywhere is finished by the next one.
 */
export async function firstStart({ ledger, clock, newId, makeStores }: FirstStart): Promise<void> {
  if ((await ledger.topology()).pools.length === 0) {
    const first = firstTopology();
    await ledger.found(
      first,
      first.pools.map((pool) => ({ pool, storeId: newId(), madeAt: null, epoch: 1, adoptedFor: null })),
    );
  }
  const topology = await ledger.topology();
  const stores = await ledger.stores();
  const idOf = (pool: PoolFqdn): string => {
    const known = stores.find((store) => store.pool === pool);
    if (!known) throw new Error(`the ledger knows no store id of ${pool}`);
    return known.storeId;
  };
  for (const { pool, madeAt, adoptedFor } of stores) {
    if (madeAt !== null || adoptedFor !== null) continue; // an adoption is finished by the engine (adopt-stores.ts)
    makeStores(pool, topology, idOf);
    await ledger.storesMade(pool, clock.now());
  }
}
