import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import type { Disk } from "#lib/disk/crew.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import { type Item, pathOf } from "./item.ts";
import { type Place, within } from "./names.ts";

/** Where files that are to be placed come from. */
export interface Source {
  /** False when nothing can be placed: then only what is in its place already can be right. */
  isThere(): boolean;
  /** True when the place holds that file already: identical it stays untouched. */
  isIn(target: Place, there: Stats, item: Item): boolean;
  /** Puts the file in its place by rename. */
  put(item: Item, target: Place): void;
}

/**
 * Renames; where that cannot be, because a mount inside the standby is another file system, `copy` writes it beside its place
 * first, and that is synced before it takes the name (DESIGN 4).
 */
export function renameOrCopy(
  disk: Disk,
  base: string,
  item: Item,
  target: Place,
  from: string,
  copy: (to: Place) => void,
): void {
  try {
    disk.renameSync(from, target);
  } catch (thrown) {
    if (codeOf(thrown) !== "EXDEV") throw thrown;
    const mark = createHash("sha256").update(pathOf(item)).digest("hex").slice(0, 16);
    const beside = within(base, item.folder, `.pairkeeper-aside-${mark}`);
    try {
      disk.rmSync(beside, { force: true });
      copy(beside);
      sync(disk, beside);
      disk.renameSync(beside, target);
    } catch (failed) {
      disk.rmSync(beside, { force: true });
      throw failed;
    }
  }
}

function sync(disk: Disk, place: Place): void {
  const fd = disk.openSync(place, "r");
  try {
    disk.fsyncSync(fd);
  } finally {
    disk.closeSync(fd);
  }
}
