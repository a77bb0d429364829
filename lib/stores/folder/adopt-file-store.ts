import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { syncFolder } from "#lib/disk/durable.ts";
import { MARKER_NAME } from "#lib/domain/path-text.ts";
import { dataSetFolder, type FileStoreIdentity, markerOf } from "./make-file-store.ts";
import { dataSetMarker, lossOf, markerIn, replaceMarker, rootMarker } from "./marker.ts";

/**
 * Makes what stands at `root` this pool's file store, whatever it was: another's, an older copy, or nothing (DESIGN L9). All
 * content stays as it is. Data sets get their markers when they were restored; those that this very store had before keep
 * theirs. The root's marker comes last: done once, it does nothing more.
 */
export function adoptFileStore(root: string, identity: FileStoreIdentity): void {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  if (markerIn(root) === markerOf(identity)) return;
  const transit = join(root, "BackupStore");
  // What another store had on its way is nothing of these lanes; what is of this one is made anew (DESIGN L8).
  const isOwn = isOlder(root, identity);
  if (existsSync(transit) && !isOwn) renameSync(transit, freeName(`${transit}-before-adoption`));
  mkdirSync(join(transit, "Temp"), { recursive: true, mode: 0o700 });
  for (const folder of identity.folders) {
    for (const { home, id } of identity.dataSets) {
      const content = dataSetFolder(root, folder, home);
      mkdirSync(content, { recursive: true, mode: 0o700 });
      const isStranger = !isOwn || lossOf(content, dataSetMarker(home, id)) === "foreign";
      if (isStranger) rmSync(join(content, MARKER_NAME), { force: true });
    }
    syncFolder(join(root, folder));
  }
  replaceMarker(root, markerOf(identity));
}

/** True when what stands at `root` is this store as it was before its last adoption: an older copy, by its own markers. */
export function isOlderCopy(root: string, identity: FileStoreIdentity): boolean {
  const { pool, storeId, storeEpoch } = identity;
  return isOlder(root, identity) && markerIn(root) !== rootMarker(pool, storeId, storeEpoch - 1);
}

/** This very store, of a day before the adoption. */
function isOlder(root: string, { pool, storeId, storeEpoch }: FileStoreIdentity): boolean {
  const found = markerIn(root);
  for (let epoch = 1; epoch < storeEpoch; epoch++) if (found === rootMarker(pool, storeId, epoch)) return true;
  return false;
}

function freeName(wanted: string): string {
  for (let number = 1; ; number++) if (!existsSync(`${wanted}-${number}`)) return `${wanted}-${number}`;
}
