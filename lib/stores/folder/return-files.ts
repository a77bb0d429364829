import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf, hashFile } from "#lib/disk/read-through.ts";
import { isSameItem } from "#lib/domain/file-signature.ts";
import type { ReturnedItem, StagedPart } from "#lib/ports/file-store.ts";
import { type Item, itemsOf, pathOf } from "./item.ts";
import { Listing } from "./listing.ts";
import { type Place, placeOf, within } from "./names.ts";
import { inOpened } from "./place.ts";
import { putMissing } from "./put-missing.ts";
import { refusalOf } from "./refusal.ts";
import { ReturnJournal } from "./return-journal.ts";
import { openReturn, type ReturnSource } from "./return-source.ts";

export type ReturnFilesInput = {
  readonly base: string;
  /** Parts whose files come into folders that are there. */
  readonly parts: readonly StagedPart[];
  readonly unwanted: readonly string[];
  readonly journal: string;
};

export type ReturnFilesOutput = {
  readonly items: readonly ReturnedItem[];
  /** The part that is gone, or is not what it has to be. */
  readonly damaged: string | null;
};

/** Puts files where there is none: whole, with their faces, and never over anything, whoever else writes there. */
export const returnFiles: Task<ReturnFilesInput, ReturnFilesOutput> = {
  module: import.meta.url,
  name: "returnFiles",
  isUrgent: true,
  run: ({ base, parts, unwanted, journal }, disk) => {
    const items: ReturnedItem[] = [];
    const returner = new Returner(disk, base, new ReturnJournal(disk, journal), new Set(unwanted), items);
    for (const part of parts) {
      const source = openReturn(disk, base, part);
      if (source === null) return { items, damaged: part.staged };
      for (const [folder, lists] of Map.groupBy(part.files, (list) => list.folder)) {
        const fill = () => returner.fill(folder, lists.flatMap(itemsOf), source);
        inShut(disk, placeOf(base, folder), fill);
      }
    }
    return { items, damaged: null };
  },
};

/** A folder that its owner shut is opened only where the system insists, and shut again: what is told twice is told the same. */
function inShut(disk: Disk, folder: Place, fill: () => void): void {
  try {
    fill();
  } catch (thrown) {
    if (codeOf(thrown) !== "EACCES") throw thrown;
    inOpened(disk, folder, fill);
  }
}

class Returner {
  readonly #disk: Disk;
  readonly #base: string;
  readonly #journal: ReturnJournal;
  readonly #unwanted: ReadonlySet<string>;
  readonly #items: ReturnedItem[];

  constructor(disk: Disk, base: string, journal: ReturnJournal, unwanted: ReadonlySet<string>, items: ReturnedItem[]) {
    this.#disk = disk;
    this.#base = base;
    this.#journal = journal;
    this.#unwanted = unwanted;
    this.#items = items;
  }

  fill(folder: string, items: readonly Item[], source: ReturnSource): void {
    const place = placeOf(this.#base, folder);
    const listing = new Listing(this.#disk, place);
    const outcomes = items.map((item): ReturnedItem => {
      return { path: pathOf(item), is: this.#return(item, source, listing), bytes: item.bytes };
    });
    const found = outcomes.some((one) => one.is === "placed") ? new Listing(this.#disk, place) : listing;
    for (const [at, one] of outcomes.entries()) {
      const isMeant = one.is !== "placed" || found.has(items[at]?.name ?? "");
      this.#items.push(isMeant ? one : this.#takenBack(one));
    }
  }

  #return(item: Item, source: ReturnSource, listing: Listing): ReturnedItem["is"] {
    try {
      return this.#returnOne(item, source, listing);
    } catch (thrown) {
      if (refusalOf(thrown) === null) throw thrown;
      this.#journal.drop(pathOf(item));
      return "refused";
    }
  }

  #returnOne(item: Item, source: ReturnSource, listing: Listing): ReturnedItem["is"] {
    const path = pathOf(item);
    const target = placeOf(this.#base, path);
    if (listing.has(item.name)) {
      const there = this.#disk.lstatSync(target, { bigint: true, throwIfNoEntry: false });
      if (there) return this.#judge(item, source, target, there);
    }
    if (this.#unwanted.has(path)) return "unwanted";
    if (listing.collides(item.name)) return "refused";
    if (this.#put(item, source, target)) {
      listing.added(item.name);
      return "placed";
    }
    this.#journal.drop(path);
    return this.#meanwhile(item, source, target);
  }

  /** Somebody was faster, or the file system takes the name for another that is there. */
  #meanwhile(item: Item, source: ReturnSource, target: Place): ReturnedItem["is"] {
    const there = this.#disk.lstatSync(target, { bigint: true, throwIfNoEntry: false });
    const isNamed = new Listing(this.#disk, placeOf(this.#base, item.folder)).has(item.name);
    return there && isNamed ? this.#judge(item, source, target, there) : "refused";
  }

  /** What a try before placed counts as placed, also when somebody has written into it since. */
  #judge(item: Item, source: ReturnSource, target: Place, there: BigIntStats): ReturnedItem["is"] {
    const path = pathOf(item);
    const isSame = there.isFile() && this.#isSame(item, source, target, there);
    if (this.#journal.has(path) && (isSame || this.#isOwn(path, there))) return "placed";
    return isSame ? "identical" : "different";
  }

  #isOwn(path: string, there: BigIntStats): boolean {
    const own = this.#disk.lstatSync(this.#journal.placeOf(path), { bigint: true, throwIfNoEntry: false });
    return own?.ino === there.ino && own.dev === there.dev;
  }

  #isSame({ bytes, mode, mtimeNs, ...item }: Item, source: ReturnSource, target: Place, there: BigIntStats): boolean {
    const face = { is: "file", sha256: "", bytes, mode: mode & 0o777, mtimeNs } as const;
    const found = { bytes: Number(there.size), mode: Number(there.mode) & 0o777, mtimeNs: there.mtimeNs };
    if (!isSameItem(face, { ...face, ...found })) return false;
    return hashFile(this.#disk, target)?.sha256 === source.sha256({ bytes, mode, mtimeNs, ...item });
  }

  #put(item: Item, source: ReturnSource, target: Place): boolean {
    const path = pathOf(item);
    const aside = source.standAside(item, this.#journal.placeOf(path));
    const mark = createHash("sha256").update(path).digest("hex").slice(0, 16);
    const beside = within(this.#base, item.folder, `.pairkeeper-aside-${mark}`);
    return putMissing(this.#disk, aside, target, beside, (to) => source.write(item, to));
  }

  #takenBack(one: ReturnedItem): ReturnedItem {
    this.#disk.rmSync(placeOf(this.#base, one.path), { force: true });
    this.#journal.drop(one.path);
    return { ...one, is: "refused" };
  }
}
