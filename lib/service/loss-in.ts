import type { PoolFqdn } from "#lib/domain/pool.ts";
import { REGISTRY } from "#lib/modules/registry.ts";
import type { LossList } from "#lib/ports/loss-list.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import type { Aside } from "./aside.ts";
import { knownOf, placesIn } from "./pool-places.ts";

/** What would be lost with `pool`, read off its own user database. */
export function lossIn(
  dataFolder: string,
  { topology, doors }: Pick<OpenLedger, "topology" | "doors">,
  pool: PoolFqdn,
  aside: Pick<Aside, "ask">,
  registry = REGISTRY,
): LossList {
  return {
    page: async (question) => {
      const { userDatabase: path } = placesIn(dataFolder, await doors.pools())(pool);
      const { storeId } = knownOf(await topology.stores())(pool);
      const tables = registry.flatMap((entry) => entry.tables);
      const own = registry.find(({ face }) => face.name === question.module)?.tables.map(({ name }) => name) ?? [];
      return aside.ask({ is: "loss-page", path, identity: { pool, storeId }, tables, own, question });
    },
  };
}
