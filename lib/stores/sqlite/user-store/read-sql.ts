import type { DatabaseSync, StatementSync } from "node:sqlite";
import { columnNames, keyNames, type RowTable } from "#lib/domain/row-table.ts";

export type ReadSql = {
  /** All the images of :ids, or from :from to :to, at once, with how many of those have a row of :pool. */
  readonly together: StatementSync;
  readonly range: StatementSync;
  /** One by one: who owns the row now, when it was moved to the partner, and its image. */
  readonly images: StatementSync;
  /** One by one: who owns the row now, and the entry's key. */
  readonly keys: StatementSync;
};

/** A row as a JSON array of all its columns, made by SQLite itself. */
export function imageSql(table: RowTable, row: string): string {
  return `json_array(${columnNames(table)
    .map((column) => `${row}.${column}`)
    .join(", ")})`;
}

/** The statements that read what pending entries of one table stand for. */
export function readSql(db: DatabaseSync, table: RowTable): ReadSql {
  const isKey = keyNames(table)
    .map((key, i) => `t.${key} = json_extract(p.key, '$[${i}]')`)
    .join(" AND ");
  const image = imageSql(table, "t");
  const entries = "json_each(:ids) e CROSS JOIN pending p ON p.id = e.value";
  // While capture was off a move may have been missed: then the row itself is all that is known of it.
  const movedAt = "coalesce(m.at, CASE WHEN (SELECT capture_gap_at FROM store) IS NOT NULL THEN p.first_at END)";
  const oneByOne = (what: string) => `
    SELECT p.id, p.first_at, t.home_pool AS home, ${movedAt} AS moved_at, CAST(${what} AS BLOB) AS line
    FROM ${entries} LEFT JOIN ${table.name} t ON ${isKey} LEFT JOIN moves m ON m.tbl = '${table.name}' AND m.key = p.key`;
  const together = (from: string, where: string) => `
    SELECT count(*) AS found, count(t.home_pool) AS own, min(p.first_at) AS oldest,
      CAST(group_concat(${image}, char(10)) || char(10) AS BLOB) AS lines
    FROM ${from} LEFT JOIN ${table.name} t ON ${isKey} AND t.home_pool = :pool WHERE ${where}`;
  return {
    together: db.prepare(together(entries, "true")),
    range: db.prepare(together("pending p", "p.id BETWEEN :from AND :to")),
    images: db.prepare(oneByOne(image)),
    keys: db.prepare(oneByOne("p.key")),
  };
}
