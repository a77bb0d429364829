import * as fs from "node:fs";
import { codeOf, hashFile } from "#lib/disk/read-through.ts";
import { type FileSignature, isSameItem } from "#lib/domain/file-signature.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Compared, CopyFace, CopySeen } from "#lib/ports/item-finder.ts";
import { Fences } from "./fences.ts";
import { dataSetFolder } from "./make-file-store.ts";
import { checkMarker, dataSetMarker, rootMarker } from "./marker.ts";
import { placeOf } from "./names.ts";

/** One copy of a data set: the store that it lies in, and whose it is. */
export type DataSetCopy = {
  readonly root: string;
  readonly folder: string;
  readonly pool: PoolFqdn;
  readonly storeId: string;
  readonly storeEpoch: number;
  readonly home: PoolFqdn;
  readonly dataSetId: string;
};

/** Faults with "store-lost" unless store and data set carry their markers. */
export function checkCopy({ root, folder, pool, storeId, storeEpoch, home, dataSetId }: DataSetCopy): void {
  checkMarker(root, rootMarker(pool, storeId, storeEpoch), `The file store of ${pool}`);
  checkMarker(dataSetFolder(root, folder, home), dataSetMarker(home, dataSetId), `The content of ${home} on ${pool}`);
}

type Seen = { readonly copy: CopySeen; readonly isFolder: boolean; readonly stat: fs.BigIntStats | null };

/** Looks at one item of a data set. What is behind a link, or is neither file nor folder, is not there: it does not travel. */
export function seeFile(copy: DataSetCopy, path: string): Seen {
  const base = dataSetFolder(copy.root, copy.folder, copy.home);
  const stat = statOf(base, path);
  if (!stat?.isFile() && !stat?.isDirectory()) return { copy: { is: "absent" }, isFolder: false, stat: null };
  const isFolder = stat.isDirectory();
  const face: CopyFace = {
    label: null,
    changedAt: isFolder ? null : isoInstant(Number(stat.mtimeNs / 1_000_000n)),
    rows: null,
    bytes: isFolder ? null : Number(stat.size),
    sha256: null,
  };
  return { copy: { is: "present", ...face }, isFolder, stat };
}

function statOf(base: string, path: string): fs.BigIntStats | null {
  const steps = path.split("/").slice(0, -1);
  if (!new Fences(fs, base).holds(steps.join("/"))) return null;
  try {
    return fs.lstatSync(placeOf(base, path), { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch (thrown) {
    if (["ENOTDIR", "ENAMETOOLONG", "ELOOP"].includes(codeOf(thrown))) return null;
    throw thrown;
  }
}

/** Bytes that may still be read to tell copies apart. */
export type ReadingRoom = { left: number };

export type ComparedFile = {
  readonly own: CopySeen;
  readonly standby: CopySeen;
  readonly isFolder: boolean;
  readonly compared: Compared;
};

/** Compares both copies of one item by reading them; what changes meanwhile is read once more. */
export function compareFile(
  own: DataSetCopy,
  standby: DataSetCopy,
  path: string,
  room: ReadingRoom,
  now: () => number,
): ComparedFile {
  for (let tries = 0; tries < 3; tries += 1) {
    const [a, b] = [seeFile(own, path), seeFile(standby, path)];
    const at = now();
    const told = { own: a.copy, standby: b.copy, isFolder: a.isFolder || b.isFolder };
    if (a.stat === null || b.stat === null) {
      const isSame = a.stat === null && b.stat === null;
      return { ...told, compared: { is: isSame ? "equal" : "different", at } };
    }
    const bytes = a.isFolder ? 0 : Number(a.stat.size);
    const isOtherSize = !a.isFolder && a.stat.size !== b.stat.size;
    if (a.isFolder !== b.isFolder || isOtherSize) return { ...told, compared: { is: "different", at } };
    if (2 * bytes > room.left) return { ...told, compared: { is: "not-compared", why: "too-large" } };
    const hashes = a.isFolder ? { own: "", standby: "" } : { own: hashOf(own, path), standby: hashOf(standby, path) };
    room.left -= 2 * bytes;
    const again = statOf(dataSetFolder(own.root, own.folder, own.home), path);
    if (again === null || !isStill(a.stat, again) || hashes.own === null || hashes.standby === null) continue;
    const isSame = isSameItem(signature(a.stat, hashes.own), signature(b.stat, hashes.standby));
    return {
      own: withHash(a.copy, hashes.own),
      standby: withHash(b.copy, hashes.standby),
      isFolder: a.isFolder,
      compared: { is: isSame ? "equal" : "different", at },
    };
  }
  const [a, b] = [seeFile(own, path), seeFile(standby, path)];
  return {
    own: a.copy,
    standby: b.copy,
    isFolder: a.isFolder || b.isFolder,
    compared: { is: "not-compared", why: "restless" },
  };
}

function hashOf({ root, folder, home }: DataSetCopy, path: string): string | null {
  return hashFile(fs, placeOf(dataSetFolder(root, folder, home), path))?.sha256 ?? null;
}

function isStill(before: fs.BigIntStats, after: fs.BigIntStats): boolean {
  return (
    before.ino === after.ino &&
    before.size === after.size &&
    before.mtimeNs === after.mtimeNs &&
    before.ctimeNs === after.ctimeNs
  );
}

function signature(stat: fs.BigIntStats, sha256: string): FileSignature {
  const mode = Number(stat.mode) & 0o777;
  if (stat.isDirectory()) return { is: "folder", mode };
  return { is: "file", bytes: Number(stat.size), mtimeNs: stat.mtimeNs, mode, sha256 };
}

function withHash(copy: CopySeen, sha256: string): CopySeen {
  return copy.is === "present" && sha256 !== "" ? { ...copy, sha256 } : copy;
}
