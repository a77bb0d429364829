import type { Env } from "#lib/config/env.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { REGISTRY } from "#lib/modules/registry.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { PoolMaker } from "#lib/ports/pool-maker.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { makeStoresIn } from "./make-stores.ts";
import { placesIn } from "./pool-places.ts";

/**
 * Makes the embedded stores of pools that were added since the start; `isOurs` hears of those that this service runs. Where it
 * is cut off the next start finishes: the ledger has known the pool and its store id before.
 */
export function poolMaker(
  { dataFolder, pools }: Pick<Env, "dataFolder" | "pools">,
  { doors, topology }: Pick<OpenLedger, "doors" | "topology">,
  clock: Pick<Clock, "now">,
  isOurs: (pool: PoolFqdn) => void,
): PoolMaker {
  return {
    make: async (pool) => {
      const stores = await topology.stores();
      const idOf = (one: PoolFqdn) => stores.find((store) => store.pool === one)?.storeId ?? "";
      const placesOf = placesIn(dataFolder, await doors.pools());
      makeStoresIn(dataFolder, REGISTRY, placesOf)(pool, await doors.topology(), idOf);
      await topology.storesMade(pool, clock.now());
      if (pools === null || pools.includes(pool)) isOurs(pool);
    },
  };
}
