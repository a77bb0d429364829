import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statfsSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { syncFileSystem } from "#lib/disk/durable.ts";
import { hashOf } from "#lib/disk/read-through.ts";
import { asFault, Fault } from "#lib/domain/fault.ts";
import { MARKER_NAME, pathBytes, pathText } from "#lib/domain/path-text.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { FileFace, FileStamp, FileStore, FolderEntry } from "#lib/ports/file-store.ts";
import { copyHashed, stampOf } from "./copy.ts";
import { dataSetFolder, type FileStoreIdentity } from "./make-file-store.ts";
import { checkMarker, dataSetMarker, rootMarker } from "./marker.ts";

/** A pool's file store in a folder. */
export function folderFileStore(root: string, identity: FileStoreIdentity): FileStore {
  const { pool } = identity;
  const checkRoot = () => checkMarker(root, rootMarker(pool, identity.storeId), `The file store of ${pool}`);
  const at = (home: PoolFqdn, path: string): Buffer => {
    const bytes = pathBytes(path);
    if (bytes === null) throw new Fault("unexpected", "A path is no path.", path);
    const base = Buffer.from(dataSetFolder(root, home));
    return path === "" ? base : Buffer.concat([base, Buffer.from("/"), bytes]);
  };
  return {
    pool,
    checkRoot: async () => checkRoot(),
    checkDataSet: async (home) => {
      checkRoot();
      const id = identity.dataSets.find((set) => set.home === home)?.id;
      if (id === undefined) throw new Fault("store-lost", `This store holds no content of ${home}.`, root);
      checkMarker(dataSetFolder(root, home), dataSetMarker(home, id), `The content of ${home} on ${pool}`);
    },
    clockNs: async () => clockNs(root),
    list: async (home, folder) => list(at(home, folder), folder === ""),
    stampOf: async (home, path) => {
      if (!isWithin(dataSetFolder(root, home), path)) return null;
      const stat = lstatSync(at(home, path), { bigint: true, throwIfNoEntry: false });
      return stat?.isFile() ? stampOf(stat) : null;
    },
    folderMode: async (home, path) => {
      if (!isWithin(dataSetFolder(root, home), path)) return null;
      const stat = lstatSync(at(home, path), { throwIfNoEntry: false });
      return stat?.isDirectory() ? stat.mode & 0o777 : null;
    },
    copyOut: async (home, path, target) =>
      isWithin(dataSetFolder(root, home), path) ? copyHashed(at(home, path), target) : null,
    place: (home, file, staged) => place(at(home, file.path), file, staged),
    makeFolder: async (home, path) => makeFolder(dataSetFolder(root, home), path),
    setFolderMode: async (home, path, mode) => chmodSync(at(home, path), mode & 0o777),
    sync: () => syncFileSystem(root),
    freeBytes: async () => {
      const { bavail, bsize } = statfsSync(root);
      return Math.min(bavail * bsize, Number.MAX_SAFE_INTEGER);
    },
  };
}

/** The time that the file server itself puts on a file which is touched now. */
function clockNs(root: string): bigint {
  const probe = join(root, "BackupStore", "Temp", "clock");
  const fd = openSync(probe, "w", 0o600);
  try {
    writeSync(fd, "x");
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return lstatSync(probe, { bigint: true }).ctimeNs;
}

function list(folder: Buffer, isRoot: boolean): readonly FolderEntry[] | null {
  let names: Buffer[];
  try {
    names = readdirSync(folder, { encoding: "buffer" });
  } catch (thrown) {
    if (isGone(thrown)) return null;
    throw scanFault(thrown, folder);
  }
  const entries: FolderEntry[] = [];
  for (const bytes of names.sort(Buffer.compare)) {
    const name = pathText(bytes);
    if (isRoot && name === MARKER_NAME) continue;
    const entry = look(Buffer.concat([folder, Buffer.from("/"), bytes]), name);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

function look(path: Buffer, name: string): FolderEntry | null {
  try {
    const stat = lstatSync(path, { bigint: true });
    if (stat.isFile()) return { is: "file", name, stamp: stampOf(stat) };
    if (stat.isDirectory()) return { is: "folder", name, mode: Number(stat.mode) & 0o777 };
    return { is: "other", name };
  } catch (thrown) {
    if (isGone(thrown)) return null; // it left between the listing and the look
    throw scanFault(thrown, path);
  }
}

async function place(target: Buffer, file: FileFace, staged: string): Promise<void> {
  const there = lstatSync(target, { bigint: true, throwIfNoEntry: false });
  if (there?.isDirectory()) {
    throw new Fault("type-conflict", "The standby has a folder where the source has a file.", file.path);
  }
  const isRight = there?.isFile() === true && (await hashOf(target)) === file.sha256;
  const isStaged = lstatSync(staged, { throwIfNoEntry: false }) !== undefined;
  if (isRight && there && (!isStaged || isSameFace(stampOf(there), file))) {
    if (!isSameFace(stampOf(there), file)) face(target, file);
    return;
  }
  if (!isStaged) throw new Fault("package-damaged", "A part of the package is gone.", file.path);
  face(staged, file);
  inWritable(target.subarray(0, target.lastIndexOf("/")), () => renameSync(staged, target));
}

/** A folder that its owner made read-only takes content all the same, and is read-only again after it. */
function inWritable(folder: Buffer, change: () => void): void {
  try {
    change();
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown && thrown.code === "EACCES")) throw thrown;
    const { mode } = lstatSync(folder);
    chmodSync(folder, (mode & 0o777) | 0o700);
    try {
      change();
    } finally {
      chmodSync(folder, mode & 0o777);
    }
  }
}

/** Node sets times as seconds in a double, which holds present dates to less than a microsecond; those before 1970 to a millisecond. */
function isSameFace(stamp: FileStamp, file: FileFace): boolean {
  const apart = stamp.mtimeNs - file.mtimeNs;
  const exact = file.mtimeNs < 0n ? 1_000_000n : 1000n;
  return stamp.mode === (file.mode & 0o777) && apart < exact && apart > -exact;
}

function face(path: string | Buffer, file: FileFace): void {
  chmodSync(path, file.mode & 0o777);
  // As a number Node takes a time before 1970 for the present; as a date it does not.
  const time = file.mtimeNs < 0n ? new Date(Number(file.mtimeNs / 1_000_000n)) : Number(file.mtimeNs) / 1e9;
  utimesSync(path, time, time);
}

/** Folders on the way are made too; one that is a link or a file is a conflict, never followed: each step is looked at. */
function makeFolder(base: string, path: string): void {
  let at = Buffer.from(base);
  for (const part of path === "" ? [] : path.split("/")) {
    at = Buffer.concat([at, Buffer.from("/"), pathBytes(part) ?? Buffer.from(part)]);
    const there = lstatSync(at, { throwIfNoEntry: false });
    if (there?.isDirectory()) continue;
    if (there) throw new Fault("type-conflict", "The standby has something else where the source has a folder.", path);
    const folder = at;
    inWritable(folder.subarray(0, folder.lastIndexOf("/")), () => mkdirSync(folder, 0o700));
  }
}

/** False when a step on the way is no folder of the data set itself: a link leads elsewhere and is never followed. */
function isWithin(base: string, path: string): boolean {
  let at = Buffer.from(base);
  for (const part of path.split("/").slice(0, -1)) {
    at = Buffer.concat([at, Buffer.from("/"), pathBytes(part) ?? Buffer.from(part)]);
    if (lstatSync(at, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  }
  return true;
}

function isGone(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && (thrown.code === "ENOENT" || thrown.code === "ENOTDIR");
}

function scanFault(thrown: unknown, path: Buffer): Fault {
  return new Fault("scan-failed", asFault(thrown).message, pathText(path), thrown);
}
