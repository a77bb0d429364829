import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import type { FolderItem } from "#lib/domain/package.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import type { ReturnedItem } from "#lib/ports/file-store.ts";
import { Listing, Listings } from "./listing.ts";
import { nameOf, placeOf } from "./names.ts";
import { refusalOf } from "./refusal.ts";
import { ReturnJournal } from "./return-journal.ts";
import { parentOf } from "./trash.ts";
import { inWritable } from "./writable.ts";

export type ReturnFoldersInput = {
  readonly base: string;
  readonly folders: readonly FolderItem[];
  /** Folders that files come into; those with wanted files are made, too. */
  readonly filled: readonly { readonly path: string; readonly isWanted: boolean }[];
  readonly unwanted: readonly string[];
  readonly journal: string;
};

export type ReturnFoldersOutput = {
  readonly items: readonly ReturnedItem[];
  /** Folders that nothing can be put into, and what that makes of what was to be. */
  readonly shut: ReadonlyMap<string, "different" | "refused" | "unwanted">;
};

/** Makes folders that are missing, and those on the way. What stands in the way stays: nothing comes back over anything. */
export const returnFolders: Task<ReturnFoldersInput, ReturnFoldersOutput> = {
  module: import.meta.url,
  name: "returnFolders",
  isUrgent: true,
  run: ({ base, folders, filled, unwanted, journal }, disk) => {
    const maker = new Maker(disk, base, new ReturnJournal(disk, journal));
    const isUnwanted = new Set(unwanted);
    for (const { path } of folders) if (!isUnwanted.has(path)) maker.make(path);
    for (const { path, isWanted } of filled) if (isWanted) maker.make(path);
    const items = folders.map((one): ReturnedItem => ({ path: one.path, is: maker.judge(one), bytes: 0 }));
    const shut = new Map<string, "different" | "refused" | "unwanted">();
    for (const { path } of filled) {
      const state = maker.stateOf(path);
      if (state === "absent") shut.set(path, "unwanted");
      else if (state === "different" || state === "refused") shut.set(path, state);
    }
    return { items, shut };
  },
};

type State = "made" | "there" | "different" | "refused" | "absent";

class Maker {
  readonly #disk: Disk;
  readonly #base: string;
  readonly #journal: ReturnJournal;
  readonly #listings: Listings;
  readonly #known = new Map<string, State>([["", "there"]]);

  constructor(disk: Disk, base: string, journal: ReturnJournal) {
    this.#disk = disk;
    this.#base = base;
    this.#journal = journal;
    this.#listings = new Listings(disk, base);
  }

  make(path: string): State {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const above = this.make(folderOf(path));
    const state = above === "different" || above === "refused" ? above : this.#makeOne(path);
    this.#known.set(path, state);
    return state;
  }

  /** Of a folder that is not to be made: nothing is done. */
  stateOf(path: string): State {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const above = this.stateOf(folderOf(path));
    return above === "made" || above === "there" ? this.#look(path) : above;
  }

  judge({ path, mode }: FolderItem): ReturnedItem["is"] {
    const state = this.stateOf(path);
    if (state === "made") return "placed";
    if (state === "absent") return "unwanted";
    if (state !== "there") return state;
    return (this.#disk.lstatSync(placeOf(this.#base, path)).mode & 0o777) === mode ? "identical" : "different";
  }

  /** "made" also by a try before. */
  #look(path: string): State {
    if (!this.#listings.of(folderOf(path))?.has(nameOf(path))) return "absent";
    const isFolder = this.#disk.lstatSync(placeOf(this.#base, path), { throwIfNoEntry: false })?.isDirectory();
    if (!isFolder) return "different";
    return this.#journal.has(path) ? "made" : "there";
  }

  #makeOne(path: string): State {
    const there = this.#look(path);
    if (there !== "absent") return there;
    const listing = this.#listings.of(folderOf(path));
    try {
      if (!listing || listing.collides(nameOf(path))) return "refused";
      const place = placeOf(this.#base, path);
      this.#journal.note(path);
      inWritable(this.#disk, parentOf(place), () => this.#disk.mkdirSync(place, 0o700));
    } catch (thrown) {
      const isTaken = codeOf(thrown) === "EEXIST";
      if (!isTaken && refusalOf(thrown) === null) throw thrown;
      this.#journal.drop(path);
      return isTaken ? this.#meanwhile(path) : "refused";
    }
    return this.#hasName(path) ? this.#added(listing, path) : this.#takenBack(path);
  }

  #added(listing: Listing, path: string): State {
    listing.added(nameOf(path));
    return "made";
  }

  /** Somebody was faster, or the file system takes the name for another that is there. */
  #meanwhile(path: string): State {
    this.#listings.forget(folderOf(path));
    const there = this.#look(path);
    return there === "absent" ? "refused" : there;
  }

  /** The name that is found is the bytes that were meant. */
  #hasName(path: string): boolean {
    return new Listing(this.#disk, placeOf(this.#base, folderOf(path))).has(nameOf(path));
  }

  #takenBack(path: string): State {
    const place = placeOf(this.#base, path);
    inWritable(this.#disk, parentOf(place), () => this.#disk.rmdirSync(place));
    this.#journal.drop(path);
    return "refused";
  }
}
