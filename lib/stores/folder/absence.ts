import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { Absence, ItemsAsk, Sight } from "#lib/ports/file-store.ts";
import { sentenceOf } from "./compare.ts";
import { nameBytes, placeOf, within } from "./names.ts";
import { refusalOf } from "./refusal.ts";
import { deviceOf, deviceText, type Mark, SightReader } from "./sight.ts";

/** What is remembered of a folder's items: its sight, and what is owed besides; read when first asked for. */
export class Memory {
  readonly #sights: readonly Sight[];
  #read: readonly SightReader[] | null = null;

  constructor({ seen, owed }: Pick<ItemsAsk, "seen" | "owed">) {
    this.#sights = seen === null ? owed : [seen, ...owed];
  }

  /** The newest record of a name; null for one that no look saw and the partner never got. */
  of(name: string): { bytes: Buffer; view: DataView; mark: Mark } | null {
    this.#read ??= this.#sights.map((sight) => new SightReader(sight));
    const key = nameBytes(name);
    for (const reader of this.#read) {
      const mark = reader.of(key);
      if (mark) return { bytes: reader.bytes, view: reader.view, mark };
    }
    return null;
  }

  deviceOf(name: string): string | null {
    const known = this.of(name);
    return known && deviceOf(known.bytes, known.mark);
  }
}

/** The nearest folder above an item that is there, listed whole; `missing` is the step below it that is none. */
type Ancestor = {
  readonly path: string;
  readonly device: string;
  readonly names: ReadonlySet<string>;
  readonly missing: string | null;
};

const ABSENT: Absence = { is: "absent" };

/**
 * Proves that items of a folder are not there (DESIGN L6): no item of that name, the nearest folder above it listed whole
 * without the name, and on the device where the item was when it was last seen: a mount that went away deletes nothing. That
 * the data set itself is there is for the caller to know, before and after. Something of a kind that does not travel counts as nothing.
 */
export function prover(disk: Disk, base: string, folder: string, memory: Memory): (name: string) => Absence {
  let found: Ancestor | string | null = null;
  return (name) => {
    const path = joinPath(folder, name);
    try {
      found ??= nearestOrWhy(disk, base, folder);
      if (typeof found === "string") return { is: "unproven", sentence: found, path };
      return proveOne(disk, base, folder, name, memory, found);
    } catch (thrown) {
      return { is: "unproven", sentence: sentenceOf(thrown), path };
    }
  };
}

function proveOne(disk: Disk, base: string, folder: string, name: string, memory: Memory, above: Ancestor): Absence {
  const unproven = (sentence: string): Absence => ({ is: "unproven", sentence, path: joinPath(folder, name) });
  if (above.missing === null) {
    const isListed = above.names.has(nameBytes(name));
    const there = statOf(disk, within(base, folder, name), isListed);
    if (there?.isFile() || there?.isDirectory()) return { is: "there" };
    if (!there && isListed) return unproven("It came and went while it was looked for.");
  }
  const device = memory.deviceOf(name);
  if (device === null || device === above.device) return ABSENT;
  return unproven("It was on another device when it was last seen there: is something not mounted?");
}

/** A sentence where it cannot be told: it is asked once for all items of a folder. */
function nearestOrWhy(disk: Disk, base: string, folder: string): Ancestor | string {
  try {
    return nearest(disk, base, folder);
  } catch (thrown) {
    return sentenceOf(thrown);
  }
}

function nearest(disk: Disk, base: string, folder: string): Ancestor {
  const rootDevice = disk.lstatSync(base, { bigint: true }).dev;
  let path = "";
  let missing: string | null = null;
  for (const step of folder === "" ? [] : folder.split("/")) {
    const below = joinPath(path, step);
    if (!statOf(disk, placeOf(base, below), false)?.isDirectory()) {
      missing = step;
      break;
    }
    path = below;
  }
  const place = placeOf(base, path);
  const names = new Set<string>(disk.readdirSync(place, { encoding: "latin1" }));
  const { dev } = disk.lstatSync(place, { bigint: true });
  if (
    missing !== null &&
    names.has(nameBytes(missing)) &&
    statOf(disk, within(base, path, missing), true)?.isDirectory()
  ) {
    throw new Error("A folder came and went while it was looked for.");
  }
  return { path, device: deviceText(dev, rootDevice), names, missing };
}

/**
 * What this file store cannot hold, such as a name that is too long, is not there either: unless its folder lists it, for then
 * it lies too deep to be looked at.
 */
function statOf(disk: Disk, place: string | Buffer, isListed: boolean) {
  try {
    return disk.lstatSync(place, { throwIfNoEntry: false });
  } catch (thrown) {
    if (codeOf(thrown) === "ENOTDIR" || (!isListed && refusalOf(thrown) !== null)) return undefined;
    throw thrown;
  }
}

export type AbsentInput = { readonly base: string; readonly asked: readonly ItemsAsk[] };

/** Proves absence for items of many folders; each folder is listed once. */
export const findAbsent: Task<AbsentInput, readonly (readonly Absence[])[]> = {
  module: import.meta.url,
  name: "findAbsent",
  run: ({ base, asked }, disk) =>
    asked.map((ask) => {
      const prove = prover(disk, base, ask.folder, new Memory(ask));
      return ask.names.map(prove);
    }),
};
