import type { Disk } from "#lib/disk/crew.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import { nameBytes, nameOf, type Place, placeOf } from "./names.ts";

const ASCII = /^[\x20-\x7e]*$/;
const LETTER = /[a-zA-Z]/;

/**
 * The names in a folder of a standby: told by bytes, so that a file system which folds case or normalises names cannot pass
 * one file for another (DESIGN 4).
 */
export class Listing {
  readonly #disk: Disk;
  readonly #folder: Place;
  readonly #names: Set<string>;
  /** Null until a name was there to try it with. */
  #tellsCase: boolean | null = null;

  constructor(disk: Disk, folder: Place) {
    this.#disk = disk;
    this.#folder = folder;
    this.#names = new Set(disk.readdirSync(folder, { encoding: "latin1" }));
  }

  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  has(name: string): boolean {
    return this.#names.has(nameBytes(name));
  }

  added(name: string): void {
    this.#names.add(nameBytes(name));
  }

  removed(name: string): void {
    this.#names.delete(nameBytes(name));
  }

  /** True when another name of the folder leads to the same place as `name`, which is not in it. */
  collides(name: string): boolean {
    if (ASCII.test(name) && this.#canTellCase()) return false;
    return this.#isThere(nameBytes(name));
  }

  #canTellCase(): boolean {
    if (this.#tellsCase !== null) return this.#tellsCase;
    for (const name of this.#names) {
      if (!ASCII.test(name) || !LETTER.test(name)) continue;
      const other = swapCase(name);
      this.#tellsCase = this.#names.has(other) || !this.#isThere(other);
      return this.#tellsCase;
    }
    return this.#names.size === 0; // nothing is there that it could collide with
  }

  #isThere(bytes: string): boolean {
    const place = Buffer.concat([Buffer.from(this.#folder), Buffer.from("/"), Buffer.from(bytes, "latin1")]);
    return this.#disk.lstatSync(place, { throwIfNoEntry: false }) !== undefined;
  }
}

function swapCase(name: string): string {
  return [...name].map((one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase())).join("");
}

/** Listings of a data set's own folders, each made once; a folder that a link leads to is none. */
export class Listings {
  readonly #disk: Disk;
  readonly #base: string;
  readonly #known = new Map<string, Listing | null>();

  constructor(disk: Disk, base: string) {
    this.#disk = disk;
    this.#base = base;
  }

  of(folder: string): Listing | null {
    let known = this.#known.get(folder);
    if (known === undefined) {
      known = this.#isOwn(folder) ? new Listing(this.#disk, placeOf(this.#base, folder)) : null;
      this.#known.set(folder, known);
    }
    return known;
  }

  /** A folder and all below it are not what they were. */
  forget(folder: string): void {
    for (const path of this.#known.keys())
      if (path === folder || path.startsWith(`${folder}/`)) this.#known.delete(path);
  }

  #isOwn(folder: string): boolean {
    if (folder === "") return true;
    if (!this.of(folderOf(folder))?.has(nameOf(folder))) return false;
    return this.#disk.lstatSync(placeOf(this.#base, folder), { throwIfNoEntry: false })?.isDirectory() === true;
  }
}
