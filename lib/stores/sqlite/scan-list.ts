import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Clock } from "#lib/ports/clock.ts";
import type { FolderSight, ScanList } from "#lib/ports/scan-list.ts";
import { writesOf } from "./user-store/write-lock.ts";

/** Folders of a subtree that are read at once. */
const PAGE = 64;
/** Of the tables and of the sights in them. */
const FORM = 2;

/** A scan list in a small database of its own, bound to one store: another store's list is forgotten whole (DESIGN L9). */
export function openScanList(path: string, storeId: string, clock: Clock): ScanList {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  prepareFor(db, storeId);
  const write = writesOf(db, clock);
  const begin = db.prepare("INSERT INTO lists (data_set, is_intact) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const list = db.prepare("SELECT is_intact FROM lists WHERE data_set = ?");
  const seen = db.prepare(`
    SELECT sight FROM json_each(?2) AS asked LEFT JOIN seen ON data_set = ?1 AND folder = asked.value
    ORDER BY asked.key`);
  const owed = db.prepare(`
    SELECT asked.key AS number, sight FROM json_each(?2) AS asked JOIN owed ON data_set = ?1 AND folder = asked.value
    ORDER BY owed.id DESC`);
  const below = db.prepare(
    `SELECT folder, sight FROM seen WHERE ${BELOW} AND folder > ?3 ORDER BY folder LIMIT ${PAGE}`,
  );
  const record = recorder(db);
  const stamps = db.prepare("SELECT now, before FROM stamps WHERE data_set = ?");
  const setStamps = db.prepare("INSERT OR REPLACE INTO stamps (data_set, now, before) VALUES (?, ?, ?)");
  const forget = [
    "INSERT INTO owed (data_set, folder, sight) SELECT data_set, folder, sight FROM seen WHERE data_set = ?",
    "DELETE FROM seen WHERE data_set = ?",
    "UPDATE lists SET is_intact = 0 WHERE data_set = ?",
  ].map((sql) => db.prepare(sql));
  const isOwed = db.prepare("SELECT 1 FROM owed WHERE data_set = ? LIMIT 1");
  const settle = db.prepare("DELETE FROM owed WHERE data_set = ?");
  return {
    begin: (dataSet, wasSent) =>
      list.get(dataSet) === undefined
        ? write(() => {
            begin.run(dataSet, wasSent ? 0 : 1);
          })
        : Promise.resolve(),
    stamps: (dataSet) => {
      const row = stamps.get(dataSet);
      return { now: textOf(row?.now), before: textOf(row?.before) };
    },
    stamp: (dataSet, now, before) =>
      write(() => {
        setStamps.run(dataSet, now, before);
      }),
    forget: (dataSet) =>
      write(() => {
        for (const statement of forget) statement.run(dataSet);
      }),
    isIntact: (dataSet) => list.get(dataSet)?.is_intact === 1,
    seen: (dataSet, folders) => seen.all(dataSet, JSON.stringify(folders)).map((row) => bytesOf(row.sight)),
    owed: (dataSet, folders) => {
      const found: Uint8Array[][] = folders.map(() => []);
      for (const row of owed.all(dataSet, JSON.stringify(folders))) {
        const sight = bytesOf(row.sight);
        if (sight !== null) found[Number(row.number)]?.push(sight);
      }
      return found;
    },
    below: (dataSet, folder) => pages(below, dataSet, folder),
    update: (dataSet, sights) =>
      write(() => {
        for (const one of sights) record(dataSet, one);
      }),
    settle: (dataSet) =>
      isOwed.get(dataSet) === undefined
        ? Promise.resolve()
        : write(() => {
            settle.run(dataSet);
          }),
    close: () => db.close(),
  };
}

/** "0" is the character after "/": the range holds the folder's own sub-folders and nothing else. */
const BELOW = "data_set = ?1 AND (folder = ?2 OR (folder >= ?2 || '/' AND folder < ?2 || '0'))";

function recorder(db: DatabaseSync): (dataSet: string, sight: FolderSight) => void {
  const put = db.prepare(`
    INSERT INTO seen (data_set, folder, sight) VALUES (?, ?, ?)
    ON CONFLICT (data_set, folder) DO UPDATE SET sight = excluded.sight`);
  const owe = db.prepare("INSERT INTO owed (data_set, folder, sight) VALUES (?, ?, ?)");
  const oweBelow = db.prepare(
    `INSERT INTO owed (data_set, folder, sight) SELECT data_set, folder, sight FROM seen WHERE ${BELOW}`,
  );
  const drop = db.prepare(`DELETE FROM seen WHERE ${BELOW}`);
  return (dataSet, one) => {
    for (const gone of one.goneFolders) {
      oweBelow.run(dataSet, gone);
      drop.run(dataSet, gone);
    }
    if (one.owed !== null) owe.run(dataSet, one.folder, one.owed);
    if (one.seen !== null) put.run(dataSet, one.folder, one.seen);
  };
}

function* pages(page: StatementSync, dataSet: string, folder: string) {
  for (let after = ""; ; ) {
    const rows = page.all(dataSet, folder, after);
    for (const row of rows) {
      const seen = bytesOf(row.sight);
      if (seen !== null) yield { folder: String(row.folder), seen };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = String(last.folder);
  }
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function bytesOf(value: unknown): Uint8Array | null {
  return value instanceof Uint8Array ? value : null;
}

/** A list of another form, or of another store, is forgotten whole. */
function prepareFor(db: DatabaseSync, storeId: string): void {
  if (db.prepare("PRAGMA user_version").get()?.user_version !== FORM) {
    db.exec(
      "DROP TABLE IF EXISTS bound; DROP TABLE IF EXISTS lists; DROP TABLE IF EXISTS seen; DROP TABLE IF EXISTS owed;",
    );
  }
  db.exec(`
    CREATE TABLE IF NOT EXISTS bound (id INTEGER PRIMARY KEY CHECK (id = 1), store_id TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS lists (data_set TEXT PRIMARY KEY, is_intact INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS stamps (data_set TEXT PRIMARY KEY, now TEXT NOT NULL, before TEXT) STRICT;
    CREATE TABLE IF NOT EXISTS seen (
      data_set TEXT NOT NULL, folder TEXT NOT NULL, sight BLOB NOT NULL, PRIMARY KEY (data_set, folder)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS owed (
      id INTEGER PRIMARY KEY, data_set TEXT NOT NULL, folder TEXT NOT NULL, sight BLOB NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS owed_by_folder ON owed (data_set, folder);
    PRAGMA user_version = ${FORM};`);
  if (db.prepare("SELECT store_id FROM bound").get()?.store_id === storeId) return;
  db.exec("BEGIN IMMEDIATE; DELETE FROM lists; DELETE FROM stamps; DELETE FROM seen; DELETE FROM owed;");
  db.prepare("INSERT OR REPLACE INTO bound (id, store_id) VALUES (1, ?)").run(storeId);
  db.exec("COMMIT");
}
