import { release } from "#lib/domain/own-memory.ts";
import { type Batch, type PartFace, partName } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Source } from "#lib/domain/returned.ts";
import { columnNames } from "#lib/domain/row-table.ts";
import type { Packed } from "#lib/ports/backup-module.ts";
import type { ReturnedRows } from "#lib/ports/row-returns.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { ReadRows, RowLot } from "#lib/ports/user-store.ts";
import { packLines } from "./row-codec.ts";

/** A package that is being filled. */
export class Filling {
  readonly #staging: Staging;
  readonly batches: Batch[] = [];
  readonly #parts: PartFace[] = [];
  readonly #sent: number[] = [];
  readonly #gone: number[] = [];
  readonly #back: number[] = [];
  readonly #void: number[] = [];
  bytes = 0;

  constructor(staging: Staging) {
    this.#staging = staging;
  }

  /** How many entries it took care of. */
  get entries(): number {
    return this.#sent.length + this.#gone.length + this.#back.length;
  }

  /** Takes in what was read, up to `most` batches in all; what does not fit stays pending. */
  async add(read: ReadRows, most: number): Promise<void> {
    this.#gone.push(...read.gone);
    this.#back.push(...read.back);
    for (const lot of read.lots) {
      if (this.batches.length === most) return;
      await this.#addLot(lot);
    }
  }

  /** Takes in what goes back to the partner, in the same way. */
  async addReturned({ lots, void: nothing }: ReturnedRows, most: number): Promise<void> {
    this.#void.push(...nothing);
    for (const lot of lots) {
      if (this.batches.length === most) return;
      await this.#addLot(lot);
    }
  }

  async #addLot(lot: RowLot & { readonly ids: readonly number[] }): Promise<void> {
    const part = await this.#staging.writePart(partName(this.#parts.length + 1), packLines(lot.lines));
    this.#parts.push(part);
    this.batches.push(batchOf(lot, part.name));
    this.#sent.push(...lot.ids);
    this.bytes += lot.lines.length;
    release(lot.lines); // those of packages of a second would wait for the next sweep together
  }

  /** `dataSet`: whose rows they are; `source`: where they come from. */
  packed(dataSet: PoolFqdn, source: Source, highBatches: number): Packed {
    return {
      batches: this.batches,
      parts: this.#parts,
      sent: this.#sent,
      kept: [],
      gone: this.#gone,
      back: this.#back,
      void: this.#void,
      unreadable: { ids: [], fault: null },
      bytes: this.bytes,
      dataSet,
      source,
      highBatches,
    };
  }
}

function batchOf({ is, table, rows, oldestAt }: RowLot, part: string): Batch {
  const common = { table: table.name, rows, part, oldestAt };
  return is === "rows-gone" ? { is, ...common } : { is, columns: columnNames(table), ...common };
}
