import type { DatabaseSync, StatementSync } from "node:sqlite";
import { columnNames, keyNames, type RowTable } from "#lib/domain/row-table.ts";

export type ReadSql = {
  /** All the images of :ids, or from :from to :to, at once, with how many of those have a row of :pool. */
  readonly together: StatementSync;
  readonly range: StatementSync;
  /** One by one: who owns the row now, when it was moved to the partner, and its image. */
  readonly images: StatementSync;
  /** One by one: who owns the row now, when it was moved to the partner, and the entry's tombstone. */
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
  // A move of now is not taken yet. While capture was off one may have been missed: then the row is all that is known of it.
  const movedNow = `(SELECT at FROM (
    SELECT at, home_pool FROM changes WHERE tbl = '${table.name}' AND key = p.key ORDER BY id DESC LIMIT 1) WHERE home_pool = t.home_pool)`;
  const hasGap = `(SELECT capture_gap_at FROM store) IS NOT
    (SELECT gap_closed FROM export_lanes WHERE module = (SELECT module FROM subjects WHERE id = p.subject))`;
  const movedAt = `CASE WHEN t.home_pool = (SELECT partner FROM store) THEN
    coalesce(m.at, ${movedNow}, CASE WHEN ${hasGap} THEN p.first_at END) END`;
  // Whoever gave the row, and has it as a standby again, has to know that this is about the row that it gave.
  const tombstone = `CASE WHEN h.first_at IS NULL THEN p.key ELSE json_insert(p.key, '$[#]', json_object('taken', h.first_at)) END`;
  const taken = `JOIN subjects s ON s.id = p.subject
    LEFT JOIN handovers h ON h.module = s.module AND h.tbl = s.tbl AND h.key = p.key`;
  const oneByOne = (what: string, more = "") => `
    SELECT p.id, p.first_at, t.home_pool AS home, ${movedAt} AS moved_at, CAST(${what} AS BLOB) AS line
    FROM ${entries} LEFT JOIN ${table.name} t ON ${isKey} LEFT JOIN moves m ON m.tbl = '${table.name}' AND m.key = p.key ${more}`;
  const together = (from: string, where: string) => `
    SELECT count(*) AS found, count(t.home_pool) AS own, min(p.first_at) AS oldest,
      CAST(group_concat(${image}, char(10)) || char(10) AS BLOB) AS lines
    FROM ${from} LEFT JOIN ${table.name} t ON ${isKey} AND t.home_pool = :pool WHERE ${where}`;
  return {
    together: db.prepare(together(entries, "true")),
    range: db.prepare(together("pending p", "p.id BETWEEN :from AND :to")),
    images: db.prepare(oneByOne(image)),
    keys: db.prepare(oneByOne(tombstone, taken)),
  };
}
