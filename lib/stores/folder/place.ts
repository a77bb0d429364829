import type { Disk, Task } from "#lib/disk/crew.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { Refused, StagedPart } from "#lib/ports/file-store.ts";
import { fillFolder } from "./fill-folder.ts";
import { fits, type Item, itemsOf, pathOf } from "./item.ts";
import { Listing } from "./listing.ts";
import { type Place, placeOf } from "./names.ts";
import { LARGE, readPart } from "./part-buffer.ts";
import { PartSource } from "./part-source.ts";
import { placeOne, type Setting } from "./place-one.ts";
import { COLLIDES, refusalOf } from "./refusal.ts";
import type { Source } from "./source.ts";
import { WholeSource } from "./whole-source.ts";

export type PlaceInput = Omit<Setting, "disk"> & {
  /** Parts of one package; those that bring files of the same folder are here together. */
  readonly parts: readonly StagedPart[];
};

export type PlaceOutput = {
  readonly refused: readonly Refused[];
  /** What of the package is not what it has to be. */
  readonly damaged: { readonly sentence: string; readonly path: string } | null;
};

/** Checks parts and puts the files in them in their places, part by part. */
export const placeFiles: Task<PlaceInput, PlaceOutput> = {
  module: import.meta.url,
  name: "placeFiles", // not urgent: while a package is being sealed or booked threads have others to place
  run: ({ parts, ...places }, disk) => {
    const refused: Refused[] = [];
    const placer = new Placer({ disk, ...places }, refused);
    disk.mkdirSync(places.aside, { recursive: true, mode: 0o700 });
    for (const part of parts) {
      const damaged = placer.place(part);
      if (damaged !== null) return { refused, damaged };
    }
    return { refused, damaged: null };
  },
};

class Placer {
  readonly #setting: Setting;
  readonly #refused: Refused[];

  constructor(setting: Setting, refused: Refused[]) {
    this.#setting = setting;
    this.#refused = refused;
  }

  /** Nothing out of a part is placed before all of it is known to be what it has to be. */
  place(part: StagedPart): PlaceOutput["damaged"] {
    const source = sourceOf(this.#setting, part);
    if (source === null) {
      return { sentence: "A part of the package is gone, or does not match its checksum.", path: part.staged };
    }
    for (const [folder, lists] of Map.groupBy(part.files, (list) => list.folder)) {
      const items = lists.flatMap(itemsOf);
      const missing = inOpened(this.#setting.disk, placeOf(this.#setting.base, folder), () =>
        this.#placeEach(folder, items, source),
      );
      if (missing !== null) return { sentence: "A part of the package is gone.", path: missing };
    }
    return null;
  }

  /** The path of a missing file; null when all have their place or were refused. */
  #placeEach(folder: string, items: readonly Item[], source: Source): string | null {
    const { disk, base } = this.#setting;
    const listing = new Listing(disk, placeOf(base, folder));
    const filled = listing.isEmpty && source instanceof PartSource && fillFolder(this.#setting, source, folder, items);
    if (filled) {
      this.#refused.push(...filled);
      return null;
    }
    const placed: string[] = [];
    for (const item of items) {
      const path = pathOf(item);
      try {
        const outcome = placeOne(this.#setting, source, item, listing);
        if (outcome === "missing") return path;
        if (outcome === "collides") this.#refused.push({ path, sentence: COLLIDES });
        if (outcome === "placed") placed.push(item.name);
      } catch (thrown) {
        const sentence = refusalOf(thrown);
        if (sentence === null) throw thrown;
        this.#refused.push({ path, sentence });
      }
    }
    if (placed.length > 0) this.#checkNames(folder, placed);
    return null;
  }

  /** The names that are found are the bytes that were meant, or the files go again. */
  #checkNames(folder: string, names: readonly string[]): void {
    const { disk, base } = this.#setting;
    for (const name of new Listing(disk, placeOf(base, folder)).without(names)) {
      const path = joinPath(folder, name);
      disk.rmSync(placeOf(base, path));
      this.#refused.push({ path, sentence: COLLIDES });
    }
  }
}

/** Null when the part is not what it has to be. */
function sourceOf({ disk, base, aside }: Setting, part: StagedPart): Source | null {
  if (!part.files.every((list) => fits(list, part.bytes))) return null;
  if (isWhole(part)) {
    const whole = new WholeSource(disk, base, part);
    return whole.isSound() ? whole : null;
  }
  const content = readPart(disk, part);
  return content && new PartSource(disk, base, content, aside);
}

/** One large file, and nothing else. */
function isWhole({ files, bytes }: StagedPart): boolean {
  const [only] = files;
  return files.length === 1 && only?.bytes.length === 1 && only.bytes[0] === bytes && bytes >= LARGE;
}

/** A folder that its owner shut takes content all the same, and is shut again after it. */
export function inOpened<T>(disk: Disk, folder: Place, work: () => T): T {
  const mode = disk.lstatSync(folder).mode & 0o777;
  if ((mode & 0o700) === 0o700) return work();
  disk.chmodSync(folder, mode | 0o700);
  try {
    return work();
  } finally {
    disk.chmodSync(folder, mode);
  }
}
