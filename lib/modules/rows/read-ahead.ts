import { BATCH_ITEMS } from "#lib/domain/limits.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { Phase } from "#lib/ports/backup-module.ts";
import type { ReadRows, RowStore } from "#lib/ports/user-store.ts";

/** Entries that are read at once. */
export type Asked = { readonly table: RowTable; readonly phase: Phase; readonly ids: readonly number[] };

type Begun = Asked & { readonly reading: Promise<ReadRows> };

/**
 * Reads entries of a backlog while those before them are packed and launched. What was read is of no use any more once
 * changes were taken into the book: an image would be older than the change that its entry stands for by then. Whoever
 * takes changes says `forget` first.
 */
export class ReadAhead {
  readonly #rows: Pick<RowStore, "read">;
  #begun: Begun[] = [];
  /** The last batch was read whole. Of large rows a batch is a few, and nobody knows which come next. */
  #isSmooth = false;

  constructor(rows: Pick<RowStore, "read">) {
    this.#rows = rows;
  }

  async read(asked: Asked): Promise<ReadRows> {
    const [first] = this.#begun;
    const isBegun = first !== undefined && isSame(first, asked);
    this.#begun = isBegun ? this.#begun.slice(1) : [];
    const read = await (isBegun ? first.reading : this.#readNow(asked));
    this.#isSmooth = read.taken === asked.ids.length;
    if (!this.#isSmooth) this.#begun = [];
    return read;
  }

  /** Begins what will be asked for after all that was begun before. */
  begin(asked: Asked): void {
    if (!this.#isSmooth || asked.ids.length < BATCH_ITEMS) return;
    if (this.#begun.some((one) => isSame(one, asked))) return;
    const reading = this.#readNow(asked);
    reading.catch(() => {}); // told to who asks for it
    this.#begun.push({ ...asked, reading });
  }

  forget(): void {
    this.#begun = [];
    this.#isSmooth = false;
  }

  #readNow({ table, phase, ids }: Asked): Promise<ReadRows> {
    return this.#rows.read(table, phase, ids);
  }
}

function isSame(one: Asked, other: Asked): boolean {
  return (
    one.table.name === other.table.name &&
    one.phase === other.phase &&
    one.ids.length === other.ids.length &&
    one.ids.every((id, i) => id === other.ids[i])
  );
}
