import * as fs from "node:fs";
import { join } from "node:path";
import { type Disk, type Hands, onThread } from "#lib/disk/crew.ts";
import { syncFileSystem } from "#lib/disk/durable.ts";
import { Fault, inStore } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Copied, CopyAsk, FileStore } from "#lib/ports/file-store.ts";
import { findAbsent } from "./absence.ts";
import { compareFolders } from "./compare.ts";
import { copyOutAll } from "./copy-out.ts";
import { DataSetFolder } from "./data-set.ts";
import { emptyTrash, trashCap } from "./empty-trash.ts";
import { stackAt } from "./inventory.ts";
import { inventoryPages, pickedItems } from "./inventory-pages.ts";
import { dataSetFolder, type FileStoreIdentity, markerOf } from "./make-file-store.ts";
import { checkMarker, dataSetMarker } from "./marker.ts";
import { placeAll } from "./place-all.ts";
import { returnAll } from "./return-all.ts";
import { dropJournal } from "./return-journal.ts";
import { newsOf } from "./sent-news.ts";
import { countOf, facesOf, readSight } from "./sight.ts";
import { toldByStanding } from "./told-by-standing.ts";
import { discardAll } from "./trash.ts";

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
  const journalOf = (home: PoolFqdn) => join(root, "BackupStore", "Temp", `returned-${folder}-${home}`);
  const checkRoot = () => checkMarker(root, markerOf(identity), `The file store of ${pool}`);
  const sets = new Map(
    identity.dataSets.map(({ home, id }) => [home, new DataSetFolder(base(home), dataSetMarker(home, id), home, pool)]),
  );
  /** A data set of a root that is the right one. */
  const setOf = (home: PoolFqdn): DataSetFolder => {
    checkRoot();
    const set = sets.get(home);
    if (set === undefined) throw new Fault("store-lost", `This store holds no content of ${home}.`, root);
    return set;
  };
  const written = <T>(work: () => T | Promise<T>): Promise<T> => inStore(`The file store of ${pool}`, root, work);
  return {
    pool,
    checkRoot: async () => checkRoot(),
    checkDataSet: async (home) => setOf(home).check(),
    checkImport: async (home) => setOf(home).checkImport(),
    stateOf: async (home) => {
      const why = setOf(home).loss();
      return why === null ? { is: "ok" } : { is: "lost", why };
    },
    asideName: async (home, name) => setOf(home).asideName(trashOf(home, ""), name),
    beginRestore: async (home, aside) => setOf(home).begin(aside === null ? null : trashOf(home, aside)),
    resumeRestore: (home) => sets.get(home)?.resume(),
    endRestore: async (home) => setOf(home).end(),
    clockNs: () => written(() => clockNs(fs, root)),
    compare: async (home, asked, everything, nowNs) =>
      (await hands(compareFolders, { base: base(home), asked, everything, nowNs })).map(newsOf),
    readSight,
    countOf,
    facesOf,
    copyOut: (home, asked, room) => staged(asked, () => copyOutAll(hands, fs, base(home), asked, room)),
    copyOutOfTrash: async (home, asked, room) => {
      const trash = trashOf(home, "");
      if (!fs.existsSync(trash)) return asked.map(nothingOf);
      return staged(asked, () => copyOutAll(hands, fs, trash, asked, room));
    },
    inventory: (home, reading) => inventoryPages(hands, base(home), null, undefined, reading),
    pick: (home, paths) => pickedItems(hands, base(home), paths),
    inventoryOfTrash: (home, item) => inventoryPages(hands, trashOf(home, ""), stackAt(item)),
    findAbsent: (home, asked) => hands(findAbsent, { base: base(home), asked }),
    place: (home, folders, parts, trash, getsOn) =>
      written(() => {
        setOf(home).checkImport();
        const aside = join(root, "BackupStore", "Temp", `placing-${folder}-${home}`);
        const placing = { base: base(home), folders, parts, aside, trash: trashOf(home, trash) };
        return toldByStanding([trashOf(home, ""), aside], () => placeAll(hands, placing, getsOn));
      }),
    placeMissing: (home, returning, getsOn) =>
      written(() => {
        setOf(home).checkImport();
        return returnAll(hands, base(home), journalOf(home), returning, getsOn);
      }),
    forgetReturned: async (home) => {
      checkRoot();
      await hands(dropJournal, { journal: journalOf(home) });
    },
    discard: (home, paths, trash) =>
      written(async () => {
        setOf(home).checkImport();
        const discarding = { base: base(home), paths, trash: trashOf(home, trash) };
        await toldByStanding([trashOf(home, "")], () => hands(discardAll, discarding));
      }),
    emptyTrash: async (home, name, most) => {
      setOf(home).checkImport();
      return hands(emptyTrash, { trash: trashOf(home, ""), before: name, most: most ?? trashCap(root) });
    },
    sync: () => syncFileSystem(root),
    freeBytes: async () => {
      const { bavail, bsize } = fs.statfsSync(root);
      return Math.min(bavail * bsize, Number.MAX_SAFE_INTEGER);
    },
  };
}

/** What is staged lies in the partner's store, which is its BackupStore's. */
function staged<T>(asked: readonly CopyAsk[], work: () => Promise<T>): Promise<T> {
  const into = asked[0]?.into ?? "";
  const root = into.slice(0, Math.max(0, into.lastIndexOf("/BackupStore/")));
  return inStore("The file store that the package goes to", root, work);
}

/** Of a trash that nothing was ever moved to, or that was taken away. */
function nothingOf({ folder, names }: CopyAsk): Copied {
  return { folder, outcomes: names.map(() => ({ is: "absent", wasSeen: false })), parts: [], owed: null };
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
