import type { Disk } from "#lib/disk/crew.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import { placeOf } from "./names.ts";

/** Which folders are the data set's own: one that a link leads to is never followed. */
export class Fences {
  readonly #disk: Disk;
  readonly #base: string;
  readonly #known = new Map<string, boolean>([["", true]]);

  constructor(disk: Disk, base: string) {
    this.#disk = disk;
    this.#base = base;
  }

  holds(folder: string): boolean {
    let isOwn = this.#known.get(folder);
    if (isOwn === undefined) {
      isOwn = this.holds(folderOf(folder)) && this.#isFolder(folder);
      this.#known.set(folder, isOwn);
    }
    return isOwn;
  }

  /** What keeps one from being seen is found out by who asks why an item is not there. */
  #isFolder(folder: string): boolean {
    try {
      return this.#disk.lstatSync(placeOf(this.#base, folder)).isDirectory();
    } catch {
      return false;
    }
  }
}
