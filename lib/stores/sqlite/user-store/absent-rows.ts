import type { DatabaseSync, StatementSync } from "node:sqlite";
import { keyNames, type RowTable } from "#lib/domain/row-table.ts";
import type { RowStore } from "#lib/ports/user-store.ts";

/** Which pending entries stand for no row. */
export function absentRows(db: DatabaseSync): RowStore["absent"] {
  const known = new Map<string, StatementSync>();
  return async (table, ids) => {
    const sql = known.get(table.name) ?? db.prepare(absentSql(table));
    known.set(table.name, sql);
    return sql.all({ ids: JSON.stringify(ids) }).map(({ id }) => Number(id));
  };
}

function absentSql(table: RowTable): string {
  const isKey = keyNames(table)
    .map((key, i) => `t.${key} = json_extract(p.key, '$[${i}]')`)
    .join(" AND ");
  return `
    SELECT p.id FROM json_each(:ids) e CROSS JOIN pending p ON p.id = e.value
    WHERE NOT EXISTS (SELECT 1 FROM ${table.name} t WHERE ${isKey})`;
}
