import { BATCH_BYTES } from "#lib/domain/limits.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { RowLot, RowLotKind } from "#lib/ports/user-store.ts";

/** The time of the move tells it from every other, whatever else waits under that key. */
export function movedLine(movedAt: string, image: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`["${movedAt}",`), image, Buffer.from("]")]);
}

type Filling = { readonly ids: number[]; readonly lines: Uint8Array[]; oldestAt: string };

/** Collects lines until a batch's bytes are full (D17); a row larger than that goes alone. */
export class Lots {
  readonly #table: RowTable;
  readonly #filling = new Map<RowLotKind, Filling>();
  #bytes = 0;

  constructor(table: RowTable) {
    this.#table = table;
  }

  hasRoomFor(line: Uint8Array): boolean {
    return this.#bytes === 0 || this.#bytes + line.length <= BATCH_BYTES;
  }

  add(is: RowLotKind, id: number, firstAt: string, line: Uint8Array): void {
    const filling = this.#filling.get(is) ?? { ids: [], lines: [], oldestAt: firstAt };
    this.#filling.set(is, filling);
    filling.ids.push(id);
    filling.lines.push(line, NEWLINE);
    if (firstAt < filling.oldestAt) filling.oldestAt = firstAt;
    this.#bytes += line.length + 1;
  }

  all(): (RowLot & { readonly ids: readonly number[] })[] {
    return [...this.#filling].map(([is, { ids, lines, oldestAt }]) => ({
      is,
      table: this.#table,
      ids,
      rows: ids.length,
      lines: Buffer.concat(lines),
      oldestAt,
    }));
  }
}

const NEWLINE = Buffer.from("\n");
