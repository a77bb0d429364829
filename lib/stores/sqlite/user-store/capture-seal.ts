import type { DatabaseSync } from "node:sqlite";
import type { RowTable } from "#lib/domain/row-table.ts";
import { captureTriggers } from "./triggers.ts";

/*
 * A trigger that was dropped and made again, word for word, missed what was written in between. So an object follows the
 * triggers in sqlite_master: what is made after it shows by its place. It is a view, for VACUUM keeps the order of
 * triggers and views and puts tables before them.
 */

const TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'capture_%'";
const SEAL = "SELECT rowid FROM sqlite_master WHERE type = 'view' AND name = 'capture_seal'";

/** Follows all triggers that are there now. */
export function sealCapture(db: DatabaseSync): void {
  db.exec(`DROP VIEW IF EXISTS capture_seal;
    CREATE VIEW capture_seal AS SELECT 'Triggers that are made after this one missed changes.' AS sentence;`);
}

export function hasSeal(db: DatabaseSync): boolean {
  return db.prepare(SEAL).get() !== undefined;
}

/** Tells whether the triggers of `tables` have their text, and the seal after them. */
export function sealReader(db: DatabaseSync, tables: readonly RowTable[]): () => boolean {
  return reader(db, tables, `${TRIGGERS} AND rowid < (${SEAL})`);
}

/** Of a database from before there were seals: whether the triggers of `tables` have their text. */
export function areTriggersIntact(db: DatabaseSync, tables: readonly RowTable[]): boolean {
  return reader(db, tables, TRIGGERS)();
}

function reader(db: DatabaseSync, tables: readonly RowTable[], triggers: string): () => boolean {
  const expected = tables.flatMap((table) => [...captureTriggers(table)]);
  const statement = db.prepare(triggers);
  return () => {
    const found = new Map(statement.all().map((row) => [String(row.name), String(row.sql)]));
    return expected.every(([name, sql]) => found.get(name) === sql);
  };
}
