import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { REGISTRY } from "#lib/modules/registry.ts";
import type { TrashList } from "#lib/ports/trash.ts";
import { checkMarker, rootMarker } from "#lib/stores/folder/marker.ts";
import { folderTrash } from "#lib/stores/folder/trash-list.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { rowTrash } from "#lib/stores/sqlite/user-store/row-trash.ts";
import { knownOf, placesIn } from "./pool-places.ts";

/**
 * The trash in which `pool` keeps what was deleted of a module; null for a module that keeps none. Faults with "store-lost" when
 * it is asked and the store is not the one that the ledger knows.
 */
export async function trashIn(
  dataFolder: string,
  { topology, doors }: Pick<OpenLedger, "topology" | "doors">,
  pool: PoolFqdn,
  module: ModuleName,
  registry = REGISTRY,
): Promise<TrashList | null> {
  const entry = registry.find(({ face }) => face.name === module);
  const { files, userDatabase } = placesIn(dataFolder, await doors.pools())(pool);
  const { storeId, epoch } = knownOf(await topology.stores())(pool);
  if (entry === undefined) throw new Fault("unexpected", `No module ${module} is deployed here.`);
  if (entry.folders.length > 0) {
    const check = () => checkMarker(files, rootMarker(pool, storeId, epoch), `The file store of ${pool}`);
    return folderTrash(files, check);
  }
  return entry.tables.length > 0 ? rowTrash(userDatabase, storeId, module) : null;
}
