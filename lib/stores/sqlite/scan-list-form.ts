import type { DatabaseSync } from "node:sqlite";

/** Of the tables and of the sights in them. */
const FORM = 2;
const TABLES = ["lists", "stamps", "seen", "stale", "owed"];

/** Makes the tables of a scan list. A list of another form, or of another store, is forgotten whole. */
export function prepareFor(db: DatabaseSync, storeId: string): void {
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
  if (db.prepare("SELECT store_id FROM bound").get()?.store_id === storeId) return;
  db.exec("BEGIN IMMEDIATE");
  for (const table of TABLES) db.exec(`DELETE FROM ${table}`);
  db.prepare("INSERT OR REPLACE INTO bound (id, store_id) VALUES (1, ?)").run(storeId);
  db.exec("COMMIT");
}
