import type { Table } from "./row-tables.ts";

/** What another program does to a row; `key` and `value` are small numbers, so that histories meet the same rows often. */
export type RowAct = {
  readonly act: "insert" | "update" | "delete" | "replace" | "upsert" | "rekey" | "move" | "touch-all" | "delete-some";
  readonly table: number;
  readonly key: number;
  readonly value: number;
  /** Whose row: the writing pool's own or one of the partner's. */
  readonly of: "own" | "partner";
};

/** Keys whose numbers are from here on belong to both pools at once: an owner on each side. */
export const CONTESTED = 100;

type Statement = { readonly sql: string; readonly values: (string | number | null)[] };

/** The act as SQL of the program that writes at `pool`. */
export function statement(table: Table, { act, key, value, of }: RowAct, pool: string, partner: string): Statement {
  const owner = key >= CONTESTED ? "both" : tag(of === "own" ? pool : partner);
  const keys = table.keys(owner, key);
  const rest = table.rest(value);
  const where = Object.keys(keys)
    .map((name) => `${name} = ?`)
    .join(" AND ");
  const set = (record: Readonly<Record<string, unknown>>) =>
    Object.keys(record)
      .map((name) => `${name} = ?`)
      .join(", ");
  const home = value === 4 ? `${pool.toUpperCase()}.` : pool;
  const row = { ...keys, ...rest, home_pool: home };
  const insert = `INTO ${table.name} (${Object.keys(row).join(", ")}) VALUES (${Object.keys(row).map(() => "?")})`;
  const isBare = Object.keys(rest).length === 0;
  switch (act) {
    case "insert":
      return { sql: `INSERT ${insert}`, values: Object.values(row) };
    case "replace":
      return { sql: `REPLACE ${insert}`, values: Object.values(row) };
    case "upsert": {
      const update = isBare ? "NOTHING" : `UPDATE SET ${set(rest)}`;
      return {
        sql: `INSERT ${insert} ON CONFLICT DO ${update}`,
        values: [...Object.values(row), ...Object.values(rest)],
      };
    }
    case "update": {
      const changed = isBare ? { home_pool: home } : rest;
      return {
        sql: `UPDATE ${table.name} SET ${set(changed)} WHERE ${where}`,
        values: [...Object.values(changed), ...Object.values(keys)],
      };
    }
    case "delete":
      return { sql: `DELETE FROM ${table.name} WHERE ${where}`, values: Object.values(keys) };
    case "rekey": {
      const to = table.keys(owner, value % 5);
      return {
        sql: `UPDATE OR REPLACE ${table.name} SET ${set(to)} WHERE ${where}`,
        values: [...Object.values(to), ...Object.values(keys)],
      };
    }
    case "move":
      return {
        sql: `UPDATE ${table.name} SET home_pool = ? WHERE ${where} AND home_pool = ?`,
        values: [partner, ...Object.values(keys), pool],
      };
    case "touch-all":
      return isBare
        ? { sql: `UPDATE ${table.name} SET home_pool = home_pool WHERE home_pool = ?`, values: [pool] }
        : { sql: `UPDATE ${table.name} SET ${set(rest)} WHERE home_pool = ?`, values: [...Object.values(rest), pool] };
    case "delete-some":
      return {
        sql: `DELETE FROM ${table.name} WHERE home_pool = ? AND length(${Object.keys(keys)[0]}) % 2 = ?`,
        values: [pool, value % 2],
      };
  }
}

/** Short and different for the two pools. */
function tag(pool: string): string {
  return pool.slice(0, pool.indexOf("."));
}
