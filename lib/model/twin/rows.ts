import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Items } from "./items.ts";

/** The public tables of a user database that are copied, with their keys (SCHEMA.md of the user store). */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  users: ["sip_uri"],
  contact_groups: ["sip_uri", "group_id"],
  contacts: ["sip_uri", "contact_uri"],
  presence: ["sip_uri", "category", "instance"],
  conferences: ["conference_id"],
  conference_directories: ["directory_id"],
};

/** All rows of one user database by their home pool; null while there is no such database. */
export type RowsByHome = ReadonlyMap<string, Items>;

/** Every column counts as it is stored; `home_pool` is told apart. */
export function readRows(path: string): RowsByHome | null {
  return reading(path, (database) => {
    const homes = new Map<string, Map<string, string>>();
    for (const [table, keys] of Object.entries(TABLES)) {
      for (const row of database.prepare(queryOf(database, table, keys)).all()) {
        const { home, key, image } = row;
        const items = homes.get(String(home)) ?? new Map<string, string>();
        homes.set(String(home), items.set(`${table} ${key}`, String(image)));
      }
    }
    return homes;
  });
}

/** What lies in the trash of a user database, each as the name of its item. */
export function readRowTrash(path: string): ReadonlySet<string> {
  const found = reading(path, (database) => {
    const rows = database.prepare("SELECT tbl, key FROM trash").all();
    return new Set(rows.map(({ tbl, key }) => `${tbl} ${key}`));
  });
  return found ?? new Set();
}

function reading<T>(path: string, read: (database: DatabaseSync) => T): T | null {
  if (!existsSync(path)) return null;
  const database = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
  try {
    return read(database);
  } finally {
    database.close();
  }
}

const queries = new Map<string, string>();

function queryOf(database: DatabaseSync, table: string, keys: readonly string[]): string {
  const known = queries.get(table);
  if (known !== undefined) return known;
  const columns = database.prepare("SELECT name FROM pragma_table_info(?) ORDER BY cid").all(table);
  const quoted = columns.flatMap(({ name }) => (name === "home_pool" ? [] : [`quote("${name}")`]));
  const query = `SELECT home_pool AS home, json_array(${keys.join(", ")}) AS key, ${quoted.join(" || ',' || ")} AS image FROM ${table}`;
  queries.set(table, query);
  return query;
}
