import { CONTENT } from "#lib/domain/content.ts";
import { type FileSignature, isSameItem, readSignature } from "#lib/domain/file-signature.ts";
import type { Compared, InventoryItem, InventoryPages } from "#lib/domain/inventory.ts";
import type { CompareDesk } from "#lib/ports/compare-desk.ts";
import type { NewEntry } from "#lib/ports/user-store.ts";

/** What came of one range: entries of what they lack or hold differently. */
export type RangeFound = { readonly missing: readonly NewEntry[]; readonly different: readonly NewEntry[] };

/** Compares content here with their inventory of it, range by range, and counts. */
export class ContentComparison {
  readonly #desk: CompareDesk;
  readonly #getsOn: () => void;
  #identical = 0;
  #missing = 0;
  #different = 0;
  #extra = 0;
  #bytes = 0;

  constructor(desk: CompareDesk, getsOn: () => void) {
    this.#desk = desk;
    this.#getsOn = getsOn;
  }

  async lay(theirs: InventoryPages): Promise<void> {
    for await (const range of theirs) {
      this.#desk.lay(range);
      this.#getsOn();
    }
  }

  async *ranges(mine: InventoryPages): AsyncGenerator<RangeFound> {
    for await (const range of mine) {
      yield this.#compare(range);
      this.#getsOn();
    }
  }

  /** What they alone have; to be asked when all that is here was compared. */
  *extra(): Generator<readonly NewEntry[]> {
    for (const range of this.#desk.left()) {
      this.#extra += range.length;
      yield range.map(({ key }) => ({ table: CONTENT, key, bytes: 0 }));
      this.#getsOn();
    }
  }

  get counts(): Compared {
    return {
      identical: this.#identical,
      missing: this.#missing,
      different: this.#different,
      extra: this.#extra,
      bytes: this.#bytes,
    };
  }

  #compare(range: readonly InventoryItem[]): RangeFound {
    const missing: NewEntry[] = [];
    const different: NewEntry[] = [];
    for (const [at, theirs] of this.#desk.cross(range).entries()) {
      const { key = "", signature = "" } = range[at] ?? {};
      const mine = readSignature(signature);
      const entry = { table: CONTENT, key, bytes: bytesOf(mine) };
      if (theirs === null) missing.push(entry);
      else if (isSame(mine, readSignature(theirs))) this.#identical += 1;
      else different.push(entry);
    }
    this.#missing += missing.length;
    this.#different += different.length;
    for (const { bytes } of [...missing, ...different]) this.#bytes += bytes ?? 0;
    return { missing, different };
  }
}

/** Of a file; nothing of a folder. */
export function bytesOf(signature: FileSignature | null): number {
  return signature?.is === "file" ? signature.bytes : 0;
}

function isSame(mine: FileSignature | null, theirs: FileSignature | null): boolean {
  return mine !== null && theirs !== null && isSameItem(mine, theirs);
}
