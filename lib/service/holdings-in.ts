import type { Holdings } from "#lib/ports/holdings.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import type { Aside } from "./aside.ts";
import { knownOf, placesIn } from "./pool-places.ts";

/** Counts what the embedded stores hold, beside the engine and in a thread of its own. */
export function holdingsIn(
  dataFolder: string,
  { topology, doors }: Pick<OpenLedger, "topology" | "doors">,
  aside: Pick<Aside, "ask">,
): Holdings {
  return {
    count: async (pool, home, module) => {
      const known = knownOf(await topology.stores());
      const { userDatabase, files } = placesIn(dataFolder, await doors.pools())(pool);
      const { storeId, epoch: storeEpoch } = known(pool);
      const at = { pool, userDatabase, files, storeId, storeEpoch };
      return aside.ask({ is: "holding", at, home, dataSetId: known(home).storeId, module });
    },
  };
}
