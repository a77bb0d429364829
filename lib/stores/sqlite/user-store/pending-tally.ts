import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Entry numbers are tallied in blocks of so many. */
const BLOCK = 8_192;

/** What statements call that change entries which wait already: `touched(id)` is 0. */
export const TOUCHED = "touched";

/** Entries of one block that are alike. */
export type Sum = {
  readonly subject: number;
  readonly isGone: boolean;
  readonly isHeld: boolean;
  readonly items: number;
  readonly bytes: number;
  readonly unsized: number;
  readonly oldest: string;
};

export type Block = {
  readonly from: number;
  readonly to: number;
  readonly sums: readonly Sum[];
  /** Its entries' numbers, where all are alike and none is missing in between. */
  readonly whole: { readonly from: number; readonly to: number } | null;
};

/**
 * Counts over `pending` that cost next to nothing, however much waits: sums by block of entry numbers, and only blocks that
 * changed are counted again. This connection alone writes the table. New entries have new numbers, so they are noticed by
 * themselves; whoever changes or removes others says so with `touch`.
 */
export class PendingTally {
  readonly #blocks = new Map<number, Block>();
  readonly #changed = new Set<number>();
  readonly #last: StatementSync;
  readonly #alike: StatementSync;
  readonly #mixed: StatementSync;
  #top = 0;

  constructor(db: DatabaseSync) {
    db.function(TOUCHED, (id) => {
      this.touch(Number(id));
      return 0;
    });
    const sums = "count(*) AS items, sum(bytes) AS bytes, count(bytes) AS sized, min(first_at) AS oldest";
    const range = "FROM pending WHERE id BETWEEN ? AND ?";
    this.#last = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'pending'");
    this.#alike = db.prepare(`
      SELECT min(subject) AS subject, min(gone) AS gone, min(held) AS held, ${sums},
        min(id) AS first, max(id) AS last,
        min(subject) = max(subject) AND min(gone) = max(gone) AND min(held) = max(held) AS is_alike ${range}`);
    this.#mixed = db.prepare(`SELECT subject, gone, held, ${sums} ${range} GROUP BY subject, gone, held`);
  }

  /** The highest entry number given so far. */
  last(): number {
    return Number(this.#last.get()?.seq ?? 0);
  }

  /** An entry was changed or removed, or may have been. */
  touch(id: number): void {
    this.#changed.add(Math.floor(id / BLOCK));
  }

  /** Any entry may have been. */
  touchAll(): void {
    for (const at of this.#blocks.keys()) this.#changed.add(at);
  }

  /** Blocks that hold entries, in the order of their numbers. */
  blocks(): readonly Block[] {
    const last = this.last();
    for (let at = Math.floor(this.#top / BLOCK); this.#top < last && at <= last / BLOCK; at++) this.#changed.add(at);
    this.#top = last;
    for (const at of this.#changed) {
      const from = at * BLOCK;
      const to = from + BLOCK - 1;
      const block = this.#count(from, to);
      if (block === null) this.#blocks.delete(at);
      else this.#blocks.set(at, block);
    }
    this.#changed.clear();
    return [...this.#blocks.values()].sort((a, b) => a.from - b.from);
  }

  #count(from: number, to: number): Block | null {
    const all = this.#alike.get(from, to);
    if (all === undefined || all.items === 0) return null;
    if (all.is_alike !== 1) return { from, to, sums: this.#mixed.all(from, to).map(sumOf), whole: null };
    const ids = { from: Number(all.first), to: Number(all.last) };
    return { from, to, sums: [sumOf(all)], whole: ids.to - ids.from + 1 === all.items ? ids : null };
  }
}

function sumOf(row: Record<string, unknown>): Sum {
  const items = Number(row.items);
  return {
    subject: Number(row.subject),
    isGone: row.gone === 1,
    isHeld: row.held === 1,
    items,
    bytes: Number(row.bytes ?? 0),
    unsized: items - Number(row.sized),
    oldest: String(row.oldest),
  };
}
