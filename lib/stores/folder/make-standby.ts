import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { syncFolder } from "#lib/disk/durable.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { dataSetFolder, type FileStoreIdentity, markerOf } from "./make-file-store.ts";
import { checkMarker, dataSetMarker, lossFault, lossOf, writeMarker } from "./marker.ts";

/**
 * Makes the folders of the standby data of the pool's partner, each with its marker, where there are none; those that a pair of
 * before left stay as they are. Faults with "store-lost" where the root is not this store's, and where something else stands
 * in a folder's place. The pool's own data set is never made here: gone, it is lost (DESIGN L9).
 */
export function makeStandby(root: string, identity: FileStoreIdentity, partner: PoolFqdn): void {
  checkMarker(root, markerOf(identity), `The file store of ${identity.pool}`);
  for (const { home, id } of identity.dataSets.filter((one) => one.home === partner)) {
    const what = `The content of ${home} on ${identity.pool}`;
    for (const folder of identity.folders.map((name) => dataSetFolder(root, name, home))) {
      const marker = dataSetMarker(home, id);
      const loss = lossOf(folder, marker);
      if (loss === null) continue;
      if (loss !== "gone") throw lossFault(loss, what, folder);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      syncFolder(dirname(folder));
      writeMarker(folder, marker, what);
    }
  }
}
