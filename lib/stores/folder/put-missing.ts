import type { Disk } from "#lib/disk/crew.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import type { Place } from "./names.ts";

/** What a file system answers that has no second names for files, or none across itself. */
const NO_LINKS = ["EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/**
 * Gives the file that stands aside its name; false when something has that name by now: nothing is ever overwritten. On another
 * file system, or one without links, `write` writes it beside its place first, as `beside`.
 */
export function putMissing(
  disk: Disk,
  aside: Place,
  target: Place,
  beside: Place,
  write: (to: Place) => void,
): boolean {
  const linked = link(disk, aside, target);
  if (linked !== null) return linked;
  disk.rmSync(beside, { force: true });
  try {
    write(beside);
    sync(disk, beside);
    return link(disk, beside, target) ?? rename(disk, beside, target);
  } finally {
    disk.rmSync(beside, { force: true });
  }
}

/** Null where the file system cannot. */
function link(disk: Disk, from: Place, target: Place): boolean | null {
  try {
    disk.linkSync(from, target);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === "EEXIST") return false;
    if (NO_LINKS.includes(codeOf(thrown))) return null;
    throw thrown;
  }
}

/** Where there are no links nothing better is to be had than to look right before. */
function rename(disk: Disk, from: Place, target: Place): boolean {
  if (disk.lstatSync(target, { throwIfNoEntry: false }) !== undefined) return false;
  disk.renameSync(from, target);
  return true;
}

function sync(disk: Disk, place: Place): void {
  const fd = disk.openSync(place, "r");
  try {
    disk.fsyncSync(fd);
  } finally {
    disk.closeSync(fd);
  }
}
