import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import { Listings } from "./listing.ts";
import { nameOf, type Place, placeOf } from "./names.ts";
import { inWritable } from "./writable.ts";

/** What keeps a path from lying in the trash under its own name. */
const CROWDED = ["ENAMETOOLONG", "ENOTDIR", "EEXIST", "ENOTEMPTY", "EISDIR", "ENOENT", "EINVAL", "EILSEQ"];

/**
 * Moves one item of a data set to the trash, a folder with all below, under its own path there; where that cannot be, under
 * a name made of the path's hash. By rename, so that it is whole in one place or the other.
 */
export function discard(disk: Disk, base: string, path: string, trash: string): void {
  const from = placeOf(base, path);
  const own = placeOf(trash, path);
  try {
    disk.mkdirSync(placeOf(trash, folderOf(path)), { recursive: true, mode: 0o700 });
    if (disk.lstatSync(own, { throwIfNoEntry: false }) === undefined) {
      move(disk, from, own);
      return;
    }
  } catch (thrown) {
    if (!CROWDED.includes(codeOf(thrown))) throw thrown;
    if (isAbsent(disk, from)) return;
  }
  disk.mkdirSync(trash, { recursive: true, mode: 0o700 });
  const hash = createHash("sha256").update(path).digest("hex").slice(0, 32);
  const short = (number: number) => join(trash, `${hash}-${number}`);
  let number = 1;
  while (disk.lstatSync(short(number), { throwIfNoEntry: false }) !== undefined) number += 1;
  move(disk, from, short(number));
}

/** A folder that forbids writing cannot be moved by its owner: its mode is given back after. */
function move(disk: Disk, from: Place, to: Place): void {
  const stat = disk.lstatSync(from);
  const isShut = stat.isDirectory() && (stat.mode & 0o200) === 0;
  if (isShut) disk.chmodSync(from, (stat.mode & 0o777) | 0o700);
  try {
    inWritable(disk, parentOf(from), () => renameOrCopy(disk, from, to));
  } catch (thrown) {
    if (isShut) disk.chmodSync(from, stat.mode & 0o777);
    throw thrown;
  }
  if (isShut) disk.chmodSync(to, stat.mode & 0o777);
}

/** A mount inside the standby has no trash of its own: what lies there is copied aside whole before it goes. */
function renameOrCopy(disk: Disk, from: Place, to: Place): void {
  try {
    disk.renameSync(from, to);
  } catch (thrown) {
    if (codeOf(thrown) !== "EXDEV") throw thrown;
    if (typeof from !== "string" || typeof to !== "string") throw thrown;
    disk.cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    disk.rmSync(from, { recursive: true });
  }
}

export function parentOf(place: Place): Place {
  return place.slice(0, place.lastIndexOf("/")) as Place;
}

function isAbsent(disk: Disk, place: Place): boolean {
  try {
    return disk.lstatSync(place, { throwIfNoEntry: false }) === undefined;
  } catch (thrown) {
    return codeOf(thrown) === "ENOTDIR";
  }
}

export type DiscardInput = { readonly base: string; readonly paths: readonly string[]; readonly trash: string };

/** Moves items to the trash; what is not there by these very bytes, or lies behind a link, is done. */
export const discardAll: Task<DiscardInput, null> = {
  module: import.meta.url,
  name: "discardAll",
  isUrgent: true,
  run: ({ base, paths, trash }, disk) => {
    const listings = new Listings(disk, base);
    for (const path of paths) {
      const listing = listings.of(folderOf(path));
      if (!listing?.has(nameOf(path))) continue;
      const isFolder = disk.lstatSync(placeOf(base, path), { throwIfNoEntry: false })?.isDirectory() === true;
      discard(disk, base, path, trash);
      listing.removed(nameOf(path));
      if (isFolder) listings.forget(path);
    }
    return null;
  },
};
