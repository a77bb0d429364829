import { DatabaseSync } from "node:sqlite";
import { joinPath } from "#lib/domain/path-text.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { ScanList, Seen } from "#lib/ports/scan-list.ts";
import { writesOf } from "./user-store/write-lock.ts";

/** A scan list in a small database of its own, bound to one store: another store's list is forgotten whole (DESIGN L9). */
export function openScanList(path: string, storeId: string, clock: Clock): ScanList {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  prepareFor(db, storeId);
  const write = writesOf(db, clock);
  const list = db.prepare("SELECT name, is_folder, sight FROM seen WHERE data_set = ? AND folder = ?");
  const put = db.prepare(`
    INSERT INTO seen (data_set, folder, name, is_folder, sight) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (data_set, folder, name) DO UPDATE SET is_folder = excluded.is_folder, sight = excluded.sight`);
  const drop = db.prepare("DELETE FROM seen WHERE data_set = ? AND folder = ? AND name = ?");
  // "0" is the character after "/": the range holds the folder's own sub-folders and nothing else.
  const dropBelow = db.prepare(
    "DELETE FROM seen WHERE data_set = ?1 AND (folder = ?2 OR (folder >= ?2 || '/' AND folder < ?2 || '0'))",
  );
  const folder = (dataSet: string, at: string): ReadonlyMap<string, Seen> =>
    new Map(
      list.all(dataSet, at).map((row) => {
        const name = String(row.name);
        return [name, { name, isFolder: row.is_folder === 1, sight: String(row.sight) }];
      }),
    );
  function* below(dataSet: string, at: string): IterableIterator<string> {
    for (const seen of folder(dataSet, at).values()) {
      const path = joinPath(at, seen.name);
      yield path;
      if (seen.isFolder) yield* below(dataSet, path);
    }
  }
  return {
    folder,
    below,
    update: (dataSet, sights) =>
      write(() => {
        for (const { folder: at, seen, gone } of sights) {
          for (const name of gone) {
            drop.run(dataSet, at, name);
            dropBelow.run(dataSet, joinPath(at, name));
          }
          for (const one of seen) put.run(dataSet, at, one.name, one.isFolder ? 1 : 0, one.sight);
        }
      }),
    close: () => db.close(),
  };
}

function prepareFor(db: DatabaseSync, storeId: string): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS bound (id INTEGER PRIMARY KEY CHECK (id = 1), store_id TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS seen (
      data_set TEXT NOT NULL, folder TEXT NOT NULL, name TEXT NOT NULL, is_folder INTEGER NOT NULL, sight TEXT NOT NULL,
      PRIMARY KEY (data_set, folder, name)
    ) STRICT, WITHOUT ROWID;`);
  if (db.prepare("SELECT store_id FROM bound").get()?.store_id === storeId) return;
  db.exec("BEGIN IMMEDIATE");
  db.exec("DELETE FROM seen");
  db.prepare("INSERT OR REPLACE INTO bound (id, store_id) VALUES (1, ?)").run(storeId);
  db.exec("COMMIT");
}
