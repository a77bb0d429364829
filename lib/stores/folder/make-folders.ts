import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import type { FolderItem } from "#lib/domain/package.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import type { Refused } from "#lib/ports/file-store.ts";
import { Listing, Listings } from "./listing.ts";
import { nameOf, placeOf } from "./names.ts";
import { COLLIDES, refusalOf } from "./refusal.ts";
import { discard, parentOf } from "./trash.ts";
import { inWritable } from "./writable.ts";

export type FoldersInput = {
  readonly base: string;
  readonly paths: readonly string[];
  /** What a placing that was cut off left aside goes first. */
  readonly aside: string;
  readonly trash: string;
};

/** Makes folders and those on the way; what stands in the way moves to the trash. Folders whose name cannot be held are told. */
export const makeFolders: Task<FoldersInput, readonly Refused[]> = {
  module: import.meta.url,
  name: "makeFolders",
  isUrgent: true,
  run: ({ base, paths, aside, trash }, disk) => {
    disk.rmSync(aside, { recursive: true, force: true });
    const maker = new Maker(disk, base, trash);
    for (const path of paths) maker.make(path);
    maker.checkNames();
    return paths.flatMap((path) => {
      const sentence = maker.refusalOf(path);
      return sentence === null ? [] : [{ path, sentence }];
    });
  },
};

class Maker {
  readonly #disk: Disk;
  readonly #base: string;
  readonly #trash: string;
  readonly #listings: Listings;
  /** Null for a folder that is there. */
  readonly #done = new Map<string, string | null>([["", null]]);
  readonly #made: string[] = [];

  constructor(disk: Disk, base: string, trash: string) {
    this.#disk = disk;
    this.#base = base;
    this.#trash = trash;
    this.#listings = new Listings(disk, base);
  }

  make(path: string): string | null {
    const known = this.#done.get(path);
    if (known !== undefined) return known;
    const refusal = this.make(folderOf(path)) ?? this.#makeOne(path);
    this.#done.set(path, refusal);
    return refusal;
  }

  /** The names that are found are the bytes that were meant, or the folder goes again. */
  checkNames(): void {
    const found = new Map<string, Listing>();
    for (const path of this.#made) {
      const parent = folderOf(path);
      let listing = found.get(parent);
      if (!listing) {
        listing = new Listing(this.#disk, placeOf(this.#base, parent));
        found.set(parent, listing);
      }
      if (listing.has(nameOf(path))) continue;
      this.#done.set(path, COLLIDES);
      inWritable(this.#disk, placeOf(this.#base, parent), () => this.#disk.rmdirSync(placeOf(this.#base, path)));
    }
  }

  /** Of the folder or of one above it. */
  refusalOf(path: string): string | null {
    const own = this.#done.get(path) ?? null;
    return own === null && path !== "" ? this.refusalOf(folderOf(path)) : own;
  }

  #makeOne(path: string): string | null {
    const disk = this.#disk;
    const name = nameOf(path);
    const listing = this.#listings.of(folderOf(path));
    const place = placeOf(this.#base, path);
    try {
      if (listing?.has(name)) {
        if (disk.lstatSync(place, { throwIfNoEntry: false })?.isDirectory()) return null;
        discard(disk, this.#base, path, this.#trash);
        listing.removed(name);
        this.#listings.forget(path);
      }
      if (listing?.collides(name)) return COLLIDES;
      inWritable(disk, parentOf(place), () => disk.mkdirSync(place, 0o700));
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      if (refusal === null && codeOf(thrown) !== "EEXIST") throw thrown;
      return refusal ?? COLLIDES;
    }
    listing?.added(name);
    this.#made.push(path);
    return null;
  }
}

export type ModesInput = {
  readonly base: string;
  readonly folders: readonly FolderItem[];
  readonly aside: string;
};

/** Sets the modes of folders, those below first: one that forbids its owner to enter is shut last. Nothing stays aside. */
export const setModes: Task<ModesInput, null> = {
  module: import.meta.url,
  name: "setModes",
  isUrgent: true,
  run: ({ base, folders, aside }, disk) => {
    disk.rmSync(aside, { recursive: true, force: true });
    const order = [...folders].sort((a, b) => (a.path < b.path ? 1 : -1));
    for (const { path, mode } of order) disk.chmodSync(placeOf(base, path), mode & 0o777);
    return null;
  },
};
