import { statSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
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

/** All rows of one user database by their home pool. */
export type RowsByHome = ReadonlyMap<string, Items>;

type Opened = {
  readonly database: DatabaseSync;
  readonly inode: bigint;
  readonly rows: StatementSync;
  readonly trash: StatementSync;
  readonly canary: StatementSync;
  /** A number that changes when somebody has written. */
  readonly version: StatementSync;
};

/** Reads one pool's user database as any other program may. */
export class RowReader {
  readonly #path: string;
  #opened: Opened | null = null;
  #last: { readonly version: unknown; readonly rows: RowsByHome } | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Null while there is no such database. Every column counts as it is stored; `home_pool` is told apart. */
  rows(): RowsByHome | null {
    const opened = this.#open();
    if (opened === null) return null;
    const version = opened.version.get()?.data_version;
    if (this.#last !== null && this.#last.version === version) return this.#last.rows;
    const rows = byHome(opened.rows.all());
    this.#last = { version, rows };
    return rows;
  }

  /** Whether an item of `home` lies in the trash. */
  isInTrash(home: string, item: string): boolean {
    const [table, key] = [item.slice(0, item.indexOf(" ")), item.slice(item.indexOf(" ") + 1)];
    return this.#open()?.trash.get(home, table, key) !== undefined;
  }

  /** When the canary of `home` that stands here was written, by the service's clock; null while none does. */
  canaryWrittenAt(home: string): number | null {
    const at = this.#open()?.canary.get(home)?.at;
    return at === undefined ? null : Date.parse(String(at));
  }

  close(): void {
    this.#opened?.database.close();
    this.#opened = null;
    this.#last = null;
  }

  #open(): Opened | null {
    const inode = statSync(this.#path, { bigint: true, throwIfNoEntry: false })?.ino;
    if (this.#opened && this.#opened.inode !== inode) this.close();
    if (inode === undefined) return null;
    this.#opened ??= open(this.#path, inode);
    return this.#opened;
  }
}

function byHome(rows: readonly Record<string, unknown>[]): RowsByHome {
  const homes = new Map<string, Map<string, string>>();
  for (const { tbl, home, key, image } of rows) {
    const items = homes.get(String(home)) ?? new Map<string, string>();
    homes.set(String(home), items.set(`${tbl} ${key}`, String(image)));
  }
  return homes;
}

function open(path: string, inode: bigint): Opened {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
  const queries = Object.entries(TABLES).map(([table, keys]) => {
    const columns = database.prepare("SELECT name FROM pragma_table_info(?) ORDER BY cid").all(table);
    const quoted = columns.flatMap(({ name }) => (name === "home_pool" ? [] : [`quote("${name}")`]));
    const image = quoted.join(" || ',' || ");
    return `SELECT '${table}' AS tbl, home_pool AS home, json_array(${keys}) AS key, ${image} AS image FROM ${table}`;
  });
  const rows = database.prepare(queries.join(" UNION ALL "));
  const trash = database.prepare("SELECT 1 FROM trash WHERE home_pool = ? AND tbl = ? AND key = ?");
  const version = database.prepare("PRAGMA data_version");
  const canary = database.prepare("SELECT written_at AS at FROM canary_presencefocus WHERE home_pool = ?");
  return { database, inode, rows, trash, canary, version };
}
