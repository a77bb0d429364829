import * as fs from "node:fs";
import { join } from "node:path";
import type { Disk } from "#lib/disk/crew.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import { asFault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { PoolSight, Room, Seen } from "#lib/domain/pool-sight.ts";
import { dataSetFolder, type FileStoreIdentity, markerOf } from "./make-file-store.ts";
import { checkMarker, dataSetMarker, lossFault, lossOf } from "./marker.ts";

/** What a check leaves in BackupStore/Temp while it runs; one that was cut off is taken away by the next. */
const PROBE = "check";
const RENAMED = "check-renamed";
const CONTENT = Buffer.alloc(4096, "check ");

export type StoreSight = Pick<PoolSight, "fileStore" | "content" | "writing" | "contentRights" | "fileClock">;

export type StoreAsked = {
  readonly root: string;
  readonly identity: FileStoreIdentity;
  /** Data sets that are being restored: they carry no marker yet. */
  readonly isRestoring: (folder: string, home: PoolFqdn) => boolean;
  readonly now: () => number;
};

/**
 * Looks whether a file store is there, is the right one and lets us work. Writes only into BackupStore/Temp of a store that
 * carries its marker, takes away what it wrote, and makes nothing that is missing (DESIGN L9).
 */
export function lookAtStore({ root, identity, isRestoring, now }: StoreAsked, disk: Disk = fs): StoreSight {
  const fileStore = seen(now, () => {
    checkMarker(root, markerOf(identity), `The file store of ${identity.pool}`);
    return null;
  });
  if (fileStore.is === "unseen") {
    const untried = notChecked(now, "It was not tried: the file store is not known to be the right one.");
    return { fileStore, content: untried, writing: untried, contentRights: untried, fileClock: untried };
  }
  const probed = seen(now, () => probe(join(root, "BackupStore", "Temp"), disk, now));
  return {
    fileStore,
    content: seen(now, () => contentOf(root, identity, isRestoring)),
    writing: probed.is === "seen" ? { ...probed, value: null } : probed,
    contentRights: seen(now, () => rightsOn(root, identity, disk)),
    fileClock:
      probed.is === "seen" ? probed : notChecked(now, "Its clock is read off a file, and none could be written."),
  };
}

/** What is free where `path` lies. */
export function roomAt(path: string, now: () => number, disk: Disk = fs): Seen<Room> {
  return seen(now, () => {
    const { bavail, bsize, blocks } = disk.statfsSync(path);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  });
}

/** The answer of a look, or the fault that it ended in, named. */
export function seen<T>(now: () => number, look: () => T): Seen<T> {
  try {
    const value = look();
    return { is: "seen", at: now(), value };
  } catch (thrown) {
    const { code, message, path } = asFault(thrown);
    const isRight = ["EACCES", "EPERM", "EROFS"].includes(codeOf(thrown));
    return { is: "unseen", at: now(), code: isRight ? "no-right" : code, sentence: message, path };
  }
}

export function notChecked(now: () => number, sentence: string): Seen<never> {
  return { is: "unseen", at: now(), code: "not-checked", sentence, path: null };
}

function contentOf(
  root: string,
  { folders, dataSets, pool }: FileStoreIdentity,
  isRestoring: StoreAsked["isRestoring"],
) {
  const restoring = new Set<PoolFqdn>();
  let whole = 0;
  for (const folder of folders) {
    for (const { home, id } of dataSets) {
      const base = dataSetFolder(root, folder, home);
      const loss = lossOf(base, dataSetMarker(home, id));
      if (loss === null) whole += 1;
      else if (loss !== "foreign" && isRestoring(folder, home)) restoring.add(home);
      else throw lossFault(loss, `The content of ${home} on ${pool}`, base);
    }
  }
  return { whole, restoring: [...restoring] };
}

/** Whether folders may be read and written, asked without writing: what appears in them would be copied. */
function rightsOn(root: string, { folders, dataSets }: FileStoreIdentity, disk: Disk) {
  const { R_OK, W_OK, X_OK } = disk.constants;
  const homes = dataSets.map(({ home }) => home);
  const content = folders.flatMap((folder) => homes.map((home) => dataSetFolder(root, folder, home)));
  const trash = [join(root, "Trash"), ...homes.map((home) => join(root, "Trash", home))];
  const all = [root, ...content, ...trash].filter((path) => disk.existsSync(path));
  for (const path of all) disk.accessSync(path, R_OK | W_OK | X_OK);
  return { folders: all.length };
}

/** How far the clock that stamps files is ahead of ours, by a file that is written, synced, renamed, read and taken away. */
function probe(temp: string, disk: Disk, now: () => number): number {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = disk.constants;
  const [path, renamed] = [join(temp, PROBE), join(temp, RENAMED)];
  try {
    const before = now();
    const fd = disk.openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
    let stampedAt: number;
    try {
      disk.writeSync(fd, CONTENT);
      disk.fsyncSync(fd);
      stampedAt = disk.fstatSync(fd).mtimeMs;
    } finally {
      disk.closeSync(fd);
    }
    const after = now();
    disk.renameSync(path, renamed);
    if (!disk.readFileSync(renamed).equals(CONTENT)) throw new Error("What was written is not what is read.");
    return stampedAt > after ? stampedAt - after : Math.min(0, stampedAt - before);
  } finally {
    for (const left of [path, renamed]) disk.rmSync(left, { force: true });
  }
}
