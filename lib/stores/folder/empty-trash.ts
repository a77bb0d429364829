import { type Dirent, statfsSync } from "node:fs";
import { join } from "node:path";
import type { Disk, Task } from "#lib/disk/crew.ts";

/** What is moved to a trash may take up one such part of the file system, and never more than so many bytes (DESIGN L10). */
const PARTS = 10;
const MOST_BYTES = 10 * 1024 ** 3;
/** Things taken away in one job. */
const AT_ONCE = 16;

/** How large the trash of one data set may grow on the file system of `root`. */
export function trashCap(root: string): number {
  const { blocks, bsize } = statfsSync(root);
  return Math.min(Math.floor((blocks * bsize) / PARTS), MOST_BYTES);
}

/** Names under which things are moved there, the oldest first; what a person put there is left alone. */
export function trashNames(disk: Disk, trash: string): readonly string[] {
  if (!disk.existsSync(trash)) return [];
  return disk
    .readdirSync(trash)
    .filter((name) => /^\d{8}T\d{6}Z-\d+-\d+$/.test(name))
    .sort();
}

/**
 * Removes for good the first of what is in the trash, when its name comes before `before`; else the oldest of what makes it
 * larger than `most` bytes, but never what was moved there last. True when something was removed: there may be more.
 */
export const emptyTrash: Task<{ readonly trash: string; readonly before: string; readonly most: number }, boolean> = {
  module: import.meta.url,
  name: "emptyTrash",
  run: ({ trash, before, most }, disk) => {
    const names = trashNames(disk, trash);
    const tooOld = names.slice(0, 1).filter((name) => name < before);
    const going = tooOld.length > 0 ? tooOld : tooMuch(disk, trash, names, most).slice(0, AT_ONCE);
    for (const name of going) disk.rmSync(join(trash, name), { recursive: true, force: true });
    return going.length > 0;
  },
};

/** The oldest of the names that the newer ones leave no room for. */
function tooMuch(disk: Disk, trash: string, names: readonly string[], most: number): readonly string[] {
  let left = most;
  for (let at = names.length - 1; at >= 0; at--) {
    left = weigh(disk, Buffer.from(join(trash, names[at] ?? "")), left);
    if (left < 0) return names.slice(0, Math.min(at + 1, names.length - 1));
  }
  return [];
}

/** What is left of `room` when all that is below a place has taken its part; stops as soon as there is none. */
function weigh(disk: Disk, place: Buffer, room: number): number {
  const stat = disk.lstatSync(place, { throwIfNoEntry: false });
  if (stat === undefined) return room;
  let left = room - stat.size;
  if (!stat.isDirectory()) return left;
  const names: Dirent<NonSharedBuffer>[] = disk.readdirSync(place, { withFileTypes: true, encoding: "buffer" });
  for (const { name } of names) {
    if (left < 0) return left;
    left = weigh(disk, Buffer.concat([place, Buffer.from("/"), name]), left);
  }
  return left;
}
