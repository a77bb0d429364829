import { REGISTRY } from "#lib/modules/registry.ts";
import type { ItemFinder } from "#lib/ports/item-finder.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import type { Aside } from "./aside.ts";
import { knownOf, placesIn } from "./pool-places.ts";

/** Finds items in the embedded stores, beside the engine and in a thread of its own. */
export function finderIn(
  dataFolder: string,
  { topology, doors }: Pick<OpenLedger, "topology" | "doors">,
  aside: Pick<Aside, "ask">,
  registry = REGISTRY,
): ItemFinder {
  const folders = registry.flatMap((entry) => entry.folders);
  return {
    find: async (question) => {
      const placeOf = placesIn(dataFolder, await doors.pools());
      const known = knownOf(await topology.stores());
      const pools = new Set(question.where.flatMap(({ home, backup }) => [home, backup]));
      const places = [...pools].map((pool) => {
        const { userDatabase, files, scanList } = placeOf(pool);
        const { storeId, epoch: storeEpoch } = known(pool);
        const scanLists = Object.fromEntries(folders.map((folder) => [folder, scanList(folder)]));
        return { pool, userDatabase, files, scanLists, storeId, storeEpoch };
      });
      return aside.ask({ is: "find", question, places });
    },
  };
}
