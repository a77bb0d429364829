import type { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { keyNames, type RowTable } from "#lib/domain/row-table.ts";

/** Rows removed in one transaction: other programs wait for the lock no longer than this takes. */
const STRIDE = 2_000;

/** How many rows of each home are in a table that is none of `kept`. */
export function formerRows(
  db: DatabaseSync,
  table: RowTable,
  kept: readonly PoolFqdn[],
): ReadonlyMap<PoolFqdn, number> {
  const rows = db
    .prepare(`
      SELECT home_pool, count(*) AS n FROM ${table.name}
      WHERE home_pool NOT IN (SELECT value FROM json_each(?)) GROUP BY home_pool`)
    .all(JSON.stringify(kept));
  return new Map(rows.map(({ home_pool: home, n }) => [String(home) as PoolFqdn, Number(n)]));
}

/** Deletes the rows of `home` for good, in short transactions that are no changes of this pool. */
export function removeRows(db: DatabaseSync, table: RowTable, home: PoolFqdn): void {
  const keys = keyNames(table).join(", ");
  const remove = db.prepare(`
    DELETE FROM ${table.name} WHERE (${keys}) IN (SELECT ${keys} FROM ${table.name} WHERE home_pool = ? LIMIT ${STRIDE})`);
  for (let removed = STRIDE; removed >= STRIDE; ) {
    db.exec("BEGIN IMMEDIATE");
    try {
      db.exec("INSERT INTO importing (id) VALUES (1)");
      removed = Number(remove.run(home).changes);
      db.exec("DELETE FROM importing; COMMIT");
    } catch (thrown) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw thrown;
    }
  }
}
