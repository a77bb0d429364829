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
  readonly #listed: readonly string[];
  /** Null until one is asked for. */
  #set: Set<string> | null = null;
  /** Null until a name was there to try it with. */
  #tellsCase: boolean | null = null;

  constructor(disk: Disk, folder: Place) {
    this.#disk = disk;
    this.#folder = folder;
    this.#listed = disk.readdirSync(folder, { encoding: "latin1" });
  }

  get #names(): Set<string> {
    this.#set ??= new Set(this.#listed);
    return this.#set;
  }

  get isEmpty(): boolean {
    return this.#set === null ? this.#listed.length === 0 : this.#set.size === 0;
  }

  has(name: string): boolean {
    return this.#names.has(nameBytes(name));
  }

  /** Those of these names that are not there. */
  without(names: readonly string[]): readonly string[] {
    return this.#areAll(names) ? [] : names.filter((name) => !this.has(name));
  }

  /** True when they are all that was listed. Names that come in some order are sorted in no time, and compared sooner than looked up. */
  #areAll(names: readonly string[]): boolean {
    if (names.length !== this.#listed.length) return false;
    const [listed, asked] = [[...this.#listed], names.map(nameBytes)].map((list) => list.sort());
    return listed?.every((name, at) => name === asked?.[at]) === true;
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
