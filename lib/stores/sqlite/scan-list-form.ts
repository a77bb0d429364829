import type { DatabaseSync } from "node:sqlite";
import { storeStamp } from "#lib/domain/store-state.ts";

/** Of the tables and of the sights in them. */
const FORM = 2;
/** Each with a column `data_set`. */
export const TABLES = ["lists", "stamps", "seen", "stale", "owed"];

/**
 * Makes the tables of a scan list. A list of another form, or of a store of another stamp, is forgotten whole (DESIGN L9). A
 * list from before there were adoptions is bound to the bare id of a store of the first epoch.
 */
export function prepareFor(db: DatabaseSync, stamp: string): void {
  if (db.prepare("PRAGMA user_version").get()?.user_version !== FORM) {
    for (const table of ["bound", ...TABLES]) db.exec(`DROP TABLE IF EXISTS ${table}`);
  }
  db.exec(`
    CREATE TABLE IF NOT EXISTS bound (id INTEGER PRIMARY KEY CHECK (id = 1), store_id TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS lists (data_set TEXT PRIMARY KEY, is_intact INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS stamps (data_set TEXT PRIMARY KEY, now TEXT NOT NULL, before TEXT) STRICT;
    CREATE TABLE IF NOT EXISTS seen (
      data_set TEXT NOT NULL, folder TEXT NOT NULL, sight BLOB NOT NULL, PRIMARY KEY (data_set, folder)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS stale (
      data_set TEXT NOT NULL, folder TEXT NOT NULL, PRIMARY KEY (data_set, folder)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS owed (
      id INTEGER PRIMARY KEY, data_set TEXT NOT NULL, folder TEXT NOT NULL, sight BLOB NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS owed_by_folder ON owed (data_set, folder);
    PRAGMA user_version = ${FORM};`);
  const bound = db.prepare("SELECT store_id FROM bound").get()?.store_id;
  if (bound === stamp) return;
  db.exec("BEGIN IMMEDIATE");
  if (typeof bound !== "string" || storeStamp(bound, 1) !== stamp) {
    for (const table of TABLES) db.exec(`DELETE FROM ${table}`);
  }
  db.prepare("INSERT OR REPLACE INTO bound (id, store_id) VALUES (1, ?)").run(stamp);
  db.exec("COMMIT");
}
