import type { DatabaseSync } from "node:sqlite";

/** SQLite's primary codes for what is in an item: TOOBIG, CONSTRAINT, MISMATCH. All else is the database's own trouble. */
const ITEM_CODES = [18, 19, 20];

/** True when a statement failed for what is in the item, and the transaction goes on without it (DESIGN L12). */
export function isItemError(thrown: unknown, db: DatabaseSync): thrown is Error {
  if (!(thrown instanceof Error) || !("errcode" in thrown) || !db.isTransaction) return false;
  return ITEM_CODES.includes(Number(thrown.errcode) & 0xff);
}
