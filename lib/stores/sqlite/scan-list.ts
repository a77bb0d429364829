import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Clock } from "#lib/ports/clock.ts";
import type { FolderSight, ScanList } from "#lib/ports/scan-list.ts";
import { refuseDamaged } from "./damaged.ts";
import { prepareFor, TABLES } from "./scan-list-form.ts";
import { writesOf } from "./user-store/write-lock.ts";

/** Folders of a subtree that are read at once. */
const PAGE = 64;

function openPrepared(path: string, stamp: string): DatabaseSync {
  const db = new DatabaseSync(path);
  try {
    db.exec("PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    prepareFor(db, stamp);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** A scan list in a small database of its own, bound to the stamp of one store: another store's list is forgotten whole (DESIGN L9). */
export function openScanList(path: string, stamp: string, clock: Clock): ScanList {
  const next = "Move it away: all is looked at anew, and nothing is deleted for it.";
  const db = refuseDamaged(path, "The scan list", next, () => openPrepared(path, stamp));
  const write = writesOf(db, clock);
  const begin = db.prepare("INSERT INTO lists (data_set, is_intact) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const mend = db.prepare("UPDATE lists SET is_intact = 1 WHERE data_set = ?");
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
  const all = db.prepare(
    `SELECT folder, sight FROM seen WHERE data_set = ? AND (?2 OR folder > ?3) ORDER BY folder LIMIT ${PAGE}`,
  );
  const record = recorder(db);
  const stamps = db.prepare("SELECT now, before FROM stamps WHERE data_set = ?");
  const setStamps = db.prepare("INSERT OR REPLACE INTO stamps (data_set, now, before) VALUES (?, ?, ?)");
  const dropStamps = db.prepare("DELETE FROM stamps WHERE data_set = ?");
  const losing = [
    "UPDATE lists SET is_intact = 0 WHERE data_set = ?",
    "INSERT OR IGNORE INTO stale (data_set, folder) SELECT data_set, folder FROM seen WHERE data_set = ?",
  ].map((sql) => db.prepare(sql));
  const stale = db.prepare(
    "SELECT 1 FROM stale WHERE data_set = ? AND folder IN (SELECT value FROM json_each(?)) LIMIT 1",
  );
  const forgetting = TABLES.map((table) => db.prepare(`DELETE FROM ${table} WHERE data_set = ?`));
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
    lose: (dataSet, stamp) =>
      write(() => {
        for (const statement of losing) statement.run(dataSet);
        if (stamp === null) dropStamps.run(dataSet);
        else setStamps.run(dataSet, stamp, null);
      }),
    forget: (dataSet, now, before) =>
      write(() => {
        for (const statement of forgetting) statement.run(dataSet);
        begin.run(dataSet, 1);
        setStamps.run(dataSet, now, before);
      }),
    isStale: (dataSet, folders) => stale.get(dataSet, JSON.stringify(folders)) !== undefined,
    mend: (dataSet) =>
      write(() => {
        mend.run(dataSet);
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
    sights: (dataSet) => allSights(all, dataSet),
    below: (dataSet, folder) => pages(below, dataSet, folder),
    update: (dataSet, sights, stamp) =>
      write(() => {
        for (const one of sights) record(dataSet, one);
        if (stamp !== undefined) setStamps.run(dataSet, stamp, null);
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
  const dropStale = db.prepare(`DELETE FROM stale WHERE ${BELOW}`);
  const freshen = db.prepare("DELETE FROM stale WHERE data_set = ? AND folder = ?");
  return (dataSet, one) => {
    for (const gone of one.goneFolders) {
      oweBelow.run(dataSet, gone);
      drop.run(dataSet, gone);
      dropStale.run(dataSet, gone);
    }
    if (one.owed !== null) owe.run(dataSet, one.folder, one.owed);
    if (one.seen === null) return;
    put.run(dataSet, one.folder, one.seen);
    freshen.run(dataSet, one.folder);
  };
}

function* allSights(page: StatementSync, dataSet: string) {
  for (let after = "", isFirst = 1; ; isFirst = 0) {
    const rows = page.all(dataSet, isFirst, after);
    for (const row of rows) {
      const sight = bytesOf(row.sight);
      if (sight !== null) yield sight;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = String(last.folder);
  }
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
