import type { Env } from "#lib/config/env.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { REGISTRY } from "#lib/modules/registry.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { PoolMaker } from "#lib/ports/pool-maker.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { makeStoresIn } from "./make-stores.ts";
import { type PlacesOf, placesIn } from "./pool-places.ts";

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
      const now = await doors.topology();
      for (const other of now.pools) if (other !== pool) refuseNested(placesOf, pool, other);
      makeStoresIn(dataFolder, REGISTRY, placesOf)(pool, now, idOf);
      await topology.storesMade(pool, clock.now());
      if (pools === null || pools.includes(pool)) isOurs(pool);
    },
  };
}

/** A store within another one's folder would be copied as its content, or lost with it. */
function refuseNested(placesOf: PlacesOf, pool: PoolFqdn, other: PoolFqdn): void {
  const placesAt = (one: PoolFqdn) => [placesOf(one).files, placesOf(one).userDatabase];
  for (const place of placesAt(pool)) {
    const taken = placesAt(other).find((standing) => isWithin(place, standing) || isWithin(standing, place));
    if (taken !== undefined)
      throw new Fault("store-lost", `${place} and ${other}'s ${taken} lie one in the other.`, place);
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
