import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RowTable } from "#lib/domain/row-table.ts";

export type ApplySql = {
  /** `is_home`: the image is of that home pool; `other_owner`: who owns the row that stands in its place, else null. */
  readonly judge: StatementSync;
  /** Writes the image where it differs; what is identical stays untouched. */
  readonly upsert: StatementSync;
};

/** The statements that apply row images of one table. An image is a JSON array of all columns, read by SQLite itself. */
export function applySql(db: DatabaseSync, table: RowTable): ApplySql {
  const { name, keys, columns } = table;
  const value = (column: string) => `json_extract(i.image, '$[${columns.indexOf(column)}]')`;
  const image = "(SELECT CAST(:image AS TEXT) AS image) i";
  const rest = columns.filter((column) => !keys.includes(column));
  return {
    judge: db.prepare(`
      SELECT json_array_length(i.image) = ${columns.length} AND ${value("home_pool")} = :home AS is_home,
        t.home_pool AS other_owner, ${keys.map(value).join(" || ' ' || ")} AS key
      FROM ${image} LEFT JOIN ${name} t
        ON ${keys.map((key) => `t.${key} = ${value(key)}`).join(" AND ")} AND t.home_pool <> :home`),
    upsert: db.prepare(`
      INSERT INTO ${name} (${columns.join(", ")}) SELECT ${columns.map(value).join(", ")} FROM ${image} WHERE true
      ON CONFLICT (${keys.join(", ")}) DO UPDATE SET ${rest.map((column) => `${column} = excluded.${column}`).join(", ")}
      WHERE (${rest.map((c) => `${name}.${c}`).join(", ")}) IS NOT (${rest.map((c) => `excluded.${c}`).join(", ")})`),
  };
}
