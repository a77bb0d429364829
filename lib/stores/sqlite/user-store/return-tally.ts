import type { DatabaseSync } from "node:sqlite";
import {
  emptyReceipt,
  type LeftAlone,
  MOST_LEFT_ALONE,
  type ReturnCase,
  type ReturnReceipt,
} from "#lib/domain/return-receipt.ts";
import type { ReturnOf } from "#lib/ports/row-returns.ts";
import type { BatchPlace } from "#lib/ports/user-store.ts";
import { SET_RECEIPT } from "./restore-book.ts";

const COUNTS = {
  different: "different",
  "deleted-by-owner": "deletedByOwner",
  "in-flight": "inFlight",
  refused: "refused",
} as const satisfies Record<ReturnCase, keyof ReturnReceipt>;

/** Counts what becomes of rows that come back, on top of what the receipt of the same request says already. */
export class ReturnTally {
  readonly #db: DatabaseSync;
  readonly #place: BatchPlace;
  readonly #before: ReturnReceipt;
  readonly #leftAlone: LeftAlone[];
  readonly #counts = {
    placed: 0,
    placedBytes: 0,
    identical: 0,
    different: 0,
    deletedByOwner: 0,
    inFlight: 0,
    refused: 0,
  };

  constructor(db: DatabaseSync, place: BatchPlace, { requestId }: ReturnOf) {
    this.#db = db;
    this.#place = place;
    const { module, from } = place;
    const text = db
      .prepare("SELECT receipt FROM receipts WHERE module = ? AND from_pool = ?")
      .get(module, from)?.receipt;
    const before = typeof text === "string" ? (JSON.parse(text) as ReturnReceipt) : null;
    this.#before = before?.requestId === requestId ? before : emptyReceipt(requestId);
    this.#leftAlone = [...this.#before.leftAlone];
  }

  placed(bytes: number): void {
    this.#counts.placed += 1;
    this.#counts.placedBytes += bytes;
  }

  identical(): void {
    this.#counts.identical += 1;
  }

  leftAlone(is: ReturnCase, table: string, key: string): void {
    this.#counts[COUNTS[is]] += 1;
    if (this.#leftAlone.length < MOST_LEFT_ALONE) this.#leftAlone.push({ is, table, key });
  }

  /** Writes the receipt. To be called in the transaction of the rows that it tells of. */
  keep(): void {
    const before = this.#before;
    const now: ReturnReceipt = {
      ...before,
      placed: before.placed + this.#counts.placed,
      placedBytes: before.placedBytes + this.#counts.placedBytes,
      identical: before.identical + this.#counts.identical,
      different: before.different + this.#counts.different,
      deletedByOwner: before.deletedByOwner + this.#counts.deletedByOwner,
      inFlight: before.inFlight + this.#counts.inFlight,
      refused: before.refused + this.#counts.refused,
      leftAlone: this.#leftAlone,
    };
    this.#db.prepare(SET_RECEIPT).run(this.#place.module, this.#place.from, JSON.stringify(now));
  }
}
