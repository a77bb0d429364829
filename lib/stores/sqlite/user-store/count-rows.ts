import type { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";

/** Counts own rows, and no more than it takes. */
export function rowCounter(db: DatabaseSync, pool: PoolFqdn): (tables: readonly RowTable[], enough: number) => number {
  return (tables, enough) => {
    let items = 0;
    for (const { name } of tables) {
      if (items >= enough) break;
      const some = db.prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM ${name} WHERE home_pool = ? LIMIT ?)`);
      items += Number(some.get(pool, enough - items)?.n);
    }
    return items;
  };
}
