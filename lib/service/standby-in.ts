import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { partnerOf } from "#lib/domain/topology.ts";
import { carriedBy, REGISTRY } from "#lib/modules/registry.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { FormerStandby, StandbyKeeper } from "#lib/ports/standby-keeper.ts";
import { discardContent, formerContent } from "#lib/stores/folder/former-content.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { formerRows, removeRows } from "#lib/stores/sqlite/user-store/former-rows.ts";
import { withUserDatabase } from "#lib/stores/sqlite/user-store/with-user-database.ts";
import { filesIdentity, knownOf, NOBODY, placesIn } from "./pool-places.ts";

/** The embedded stores' standby data of former partners. */
export function standbyKeeper(
  dataFolder: string,
  { doors, topology }: Pick<OpenLedger, "doors" | "topology">,
  clock: Pick<Clock, "now">,
  registry = REGISTRY,
): StandbyKeeper {
  const standing = async (pool: PoolFqdn) => {
    const known = knownOf(await topology.stores());
    const partner = partnerOf(await topology.topology(), pool) ?? NOBODY;
    const { storeId, epoch: storeEpoch } = known(pool);
    const folders = registry.flatMap((entry) => entry.folders);
    return {
      ...placesIn(dataFolder, await doors.pools())(pool),
      kept: [pool, partner],
      rows: { pool, partner, storeId, storeEpoch },
      content: filesIdentity(pool, partner, known, folders),
    };
  };
  return {
    former: async (pool) => {
      const { userDatabase, files, rows, content, kept } = await standing(pool);
      return withUserDatabase(userDatabase, rows, (db) =>
        registry.flatMap(({ face, tables, folders }) => [
          ...tables.flatMap((table) => counted(face.name, formerRows(db, table, kept))),
          ...folders.flatMap((folder) => counted(face.name, formerContent(files, folder, content))),
        ]),
      );
    },
    remove: async (pool, home) => {
      const { userDatabase, files, rows, content, kept } = await standing(pool);
      if (kept.includes(home)) throw new Error(`the data of ${home} on ${pool} is not a former partner's`);
      const name = new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, "");
      for (const { folders } of registry) {
        for (const folder of folders) {
          if (formerContent(files, folder, content).has(home)) discardContent(files, folder, home, name);
        }
      }
      withUserDatabase(userDatabase, rows, (db) => {
        for (const table of carriedBy(registry).tables) removeRows(db, table, home);
      });
    },
  };
}

function counted(module: ModuleName, byHome: ReadonlyMap<PoolFqdn, number>): readonly FormerStandby[] {
  return [...byHome].map(([home, items]) => ({ home, module, items }));
}
