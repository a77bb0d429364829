import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { asFault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { partnerOf } from "#lib/domain/topology.ts";
import type { FirstStart } from "#lib/engine/procedures/first-start.ts";
import { carriedBy, REGISTRY } from "#lib/modules/registry.ts";
import { makeFileStore } from "#lib/stores/folder/make-file-store.ts";
import { makeUserStore } from "#lib/stores/sqlite/user-store/make-user-store.ts";
import { filesIdentity, NOBODY, type PlacesOf, poolPlaces } from "./pool-places.ts";

/** Makes a pool's stores, where they have their place. Stores that no ledger knows are refused and left as they are: only a person may adopt them (DESIGN L9). */
export function makeStoresIn(
  dataFolder: string,
  registry = REGISTRY,
  placesOf: PlacesOf = (pool) => poolPlaces(dataFolder, pool),
): FirstStart["makeStores"] {
  const { tables, folders } = carriedBy(registry);
  return (pool, topology, idOf) => {
    const partner = partnerOf(topology, pool) ?? NOBODY;
    const places = placesOf(pool);
    for (const folder of [places.folder, dirname(places.userDatabase)])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      const first = (one: PoolFqdn) => ({ storeId: idOf(one), epoch: 1 });
      makeFileStore(places.files, filesIdentity(pool, partner, first, folders));
      const identity = { pool, partner, storeId: idOf(pool), storeEpoch: 1 };
      makeUserStore(places.userDatabase, identity, topology.pools, tables);
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.code !== "store-lost") throw thrown;
      throw new StoresRefused(
        `${fault.message} Put back the ledger.db that belongs to it, or move ${places.folder} away.`,
      );
    }
  };
}

/** Expected: shown as its sentence, without a stack. */
class StoresRefused extends Error {
  readonly code = "refused";
}
