import { rmSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { INVENTORY_RANGE, type InventoryItem } from "#lib/domain/inventory.ts";
import type { CompareDesk } from "#lib/ports/compare-desk.ts";

/** What is in memory of a comparison, in KiB: the rest is in the file. */
const CACHE_KIB = 8 * 1024;

/**
 * A desk in a scratch database at `path`. The file loses its name as soon as it is open, so that nothing of it is left
 * however the process ends.
 */
export function openCompareDesk(path: string): CompareDesk {
  rmSync(path, { force: true });
  const db = new DatabaseSync(path);
  try {
    db.exec(`
      PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY;
      CREATE TABLE theirs (
        tbl TEXT NOT NULL, key TEXT NOT NULL, signature TEXT NOT NULL, PRIMARY KEY (tbl, key)
      ) STRICT, WITHOUT ROWID;`);
    rmSync(path, { force: true });
    return deskOn(db);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function deskOn(db: DatabaseSync): CompareDesk {
  const put = db.prepare("INSERT OR REPLACE INTO theirs (tbl, key, signature) VALUES (?, ?, ?)");
  const cross = db.prepare("DELETE FROM theirs WHERE tbl = ? AND key = ? RETURNING signature");
  const left = db.prepare(`
    SELECT tbl, key, signature FROM theirs WHERE (tbl, key) > (?, ?) ORDER BY tbl, key LIMIT ${INVENTORY_RANGE}`);
  const first = db.prepare(`SELECT tbl, key, signature FROM theirs ORDER BY tbl, key LIMIT ${INVENTORY_RANGE}`);
  return {
    lay: (theirs) =>
      together(db, () => {
        for (const { table, key, signature } of theirs) put.run(table, key, signature);
      }),
    cross: (mine) =>
      together(db, () =>
        mine.map(({ table, key }) => {
          const signature = cross.get(table, key)?.signature;
          return typeof signature === "string" ? signature : null;
        }),
      ),
    left: () => ranges(first, left),
    close: () => db.close(),
  };
}

/** One transaction for a range: many times faster than one an item. */
function together<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN");
  const result = work();
  db.exec("COMMIT");
  return result;
}

function* ranges(first: StatementSync, after: StatementSync): Generator<readonly InventoryItem[]> {
  for (let rows = first.all(); rows.length > 0; ) {
    const range = rows.map(({ tbl, key, signature }) => ({
      table: String(tbl),
      key: String(key),
      signature: String(signature),
    }));
    yield range;
    const last = range.at(-1);
    rows = last === undefined || range.length < INVENTORY_RANGE ? [] : after.all(last.table, last.key);
  }
}
