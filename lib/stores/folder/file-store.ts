import * as fs from "node:fs";
import { join } from "node:path";
import { type Disk, type Hands, onThread } from "#lib/disk/crew.ts";
import { syncFileSystem } from "#lib/disk/durable.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import { findAbsent } from "./absence.ts";
import { compareFolders } from "./compare.ts";
import { copyOutAll } from "./copy-out.ts";
import { dataSetFolder, type FileStoreIdentity } from "./make-file-store.ts";
import { checkMarker, dataSetMarker, rootMarker } from "./marker.ts";
import { placeAll } from "./place-all.ts";
import { newsOf } from "./sent-news.ts";
import { readSight } from "./sight.ts";
import { discardAll, emptyTrash } from "./trash.ts";

/** The content of one folder of a pool's file store. The long work on its files is done by `hands`. */
export function folderFileStore(
  root: string,
  identity: FileStoreIdentity,
  folder: string,
  hands: Hands = onThread,
): FileStore {
  const { pool } = identity;
  const base = (home: PoolFqdn) => dataSetFolder(root, folder, home);
  const trashOf = (home: PoolFqdn, name: string) => join(root, "Trash", home, name);
  const checkRoot = () => checkMarker(root, rootMarker(pool, identity.storeId), `The file store of ${pool}`);
  const checkDataSet = async (home: PoolFqdn) => {
    checkRoot();
    const id = identity.dataSets.find((set) => set.home === home)?.id;
    if (id === undefined) throw new Fault("store-lost", `This store holds no content of ${home}.`, root);
    checkMarker(base(home), dataSetMarker(home, id), `The content of ${home} on ${pool}`);
  };
  return {
    pool,
    checkRoot: async () => checkRoot(),
    checkDataSet,
    clockNs: async () => clockNs(fs, root),
    compare: async (home, asked, everything, nowNs) =>
      (await hands(compareFolders, { base: base(home), asked, everything, nowNs })).map(newsOf),
    readSight,
    copyOut: (home, asked, room) => copyOutAll(hands, fs, base(home), asked, room),
    findAbsent: (home, asked) => hands(findAbsent, { base: base(home), asked }),
    place: async (home, folders, parts, trash, getsOn) => {
      await checkDataSet(home);
      const aside = join(root, "BackupStore", "Temp", `placing-${folder}-${home}`);
      return placeAll(hands, { base: base(home), folders, parts, aside, trash: trashOf(home, trash) }, getsOn);
    },
    discard: async (home, paths, trash) => {
      await checkDataSet(home);
      await hands(discardAll, { base: base(home), paths, trash: trashOf(home, trash) });
    },
    emptyTrash: async (home, name) => {
      await checkDataSet(home);
      return hands(emptyTrash, { trash: trashOf(home, ""), before: name });
    },
    sync: () => syncFileSystem(root),
    freeBytes: async () => {
      const { bavail, bsize } = fs.statfsSync(root);
      return Math.min(bavail * bsize, Number.MAX_SAFE_INTEGER);
    },
  };
}

/** The time that the file server itself puts on a file which is touched now. */
function clockNs(disk: Disk, root: string): bigint {
  const probe = join(root, "BackupStore", "Temp", "clock");
  const fd = disk.openSync(probe, "w", 0o600);
  try {
    disk.writeSync(fd, "x");
    disk.fsyncSync(fd);
  } finally {
    disk.closeSync(fd);
  }
  return disk.lstatSync(probe, { bigint: true }).ctimeNs;
}
