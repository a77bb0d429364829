import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** What another program does to a row; `key` and `value` are small numbers, so that histories meet the same rows often. */
export type RowAct = {
  /** To yield is to delete what is contested. */
  readonly act:
    | "insert"
    | "update"
    | "delete"
    | "replace"
    | "upsert"
    | "rekey"
    | "move"
    | "touch-all"
    | "delete-some"
    | "yield";
  readonly table: number;
  readonly key: number;
  readonly value: number;
  /** Whose row: the writing pool's own or one of the partner's. */
  readonly of: "own" | "partner";
};

/** Keys whose numbers are from here on belong to both pools at once: an owner on each side. */
export const CONTESTED = 100;

type Table = {
  readonly name: string;
  readonly keys: (owner: string, key: number) => Readonly<Record<string, string>>;
  readonly rest: (value: number) => Readonly<Record<string, string | number | null>>;
};

const address = (owner: string, key: number) =>
  key === 3 ? `sip:${owner} O'Hara "3"\n\u00e9@x` : `sip:${owner}-${key}@x`;
const json = (value: number) => JSON.stringify({ n: value });
const text = (value: number) => [null, "", "A", "b\u0301", "two\nlines", "'quoted'"][value % 6] ?? null;

const TABLES: readonly Table[] = [
  {
    name: "users",
    keys: (owner, key) => ({ sip_uri: address(owner, key) }),
    rest: (v) => ({ display_name: text(v), enabled: v % 2, settings: json(v), updated_at: null }),
  },
  {
    name: "contacts",
    keys: (owner, key) => ({ sip_uri: address(owner, key % 2), contact_uri: `sip:contact-${key}@y` }),
    rest: (v) => ({ display_name: text(v), group_ids: JSON.stringify([v]) }),
  },
  {
    name: "contact_groups",
    keys: (owner, key) => ({ sip_uri: address(owner, key % 2), group_id: `${key}` }),
    rest: (v) => ({ name: text(v) }),
  },
  {
    name: "presence",
    keys: (owner, key) => ({ sip_uri: address(owner, key), category: "state", instance: key % 2 === 0 ? "" : "1" }),
    rest: (v) => ({ value: json(v), published_at: `2026-11-22T00:00:0${v % 10}Z` }),
  },
  {
    name: "conferences",
    keys: (owner, key) => ({ conference_id: `${owner}/conf ${key}` }),
    rest: (v) => ({
      organizer: text(v),
      subject: text(v + 1),
      starts_at: null,
      access_level: "all",
      settings: json(v),
    }),
  },
  {
    name: "conference_directories",
    keys: (owner, key) => ({ directory_id: `${owner}${key}` }),
    rest: () => ({}),
  },
];

/** Another program at a pool's user database. What the database refuses is refused: nobody insists. */
export class RowUsers {
  readonly #path: string;
  readonly #pool: string;
  readonly #partner: string;
  #writer: DatabaseSync | null = null;
  #pausing: DatabaseSync | null = null;

  constructor(dataFolder: string, pool: string, partner: string) {
    this.#path = `${dataFolder}/pools/${pool}/user.db`;
    this.#pool = pool;
    this.#partner = partner;
  }

  get isPausing(): boolean {
    return this.#pausing !== null;
  }

  /** All of it in one transaction, or nothing. True when it was taken. */
  write(acts: readonly RowAct[]): boolean {
    if (!existsSync(this.#path)) return false;
    this.#writer ??= new DatabaseSync(this.#path, { timeout: 0 });
    const writer = this.#writer;
    return isTaken(() => {
      writer.exec("BEGIN IMMEDIATE");
      for (const act of acts) this.#run(writer, act);
      writer.exec("COMMIT");
    }, writer);
  }

  /** The same, but it stands still before it commits. */
  begin(acts: readonly RowAct[]): void {
    if (this.#pausing !== null || !existsSync(this.#path)) return;
    const writer = new DatabaseSync(this.#path, { timeout: 0 });
    const isBegun = isTaken(() => {
      writer.exec("BEGIN IMMEDIATE");
      for (const act of acts) this.#run(writer, act);
    }, writer);
    if (isBegun) this.#pausing = writer;
    else writer.close();
  }

  /** Wakes and commits. */
  wake(): void {
    this.#pausing?.exec("COMMIT");
    this.#pausing?.close();
    this.#pausing = null;
  }

  /** A copy of the whole database, as a backup program makes it. */
  copyTo(path: string): boolean {
    if (!existsSync(this.#path) || this.isPausing) return false;
    this.#writer ??= new DatabaseSync(this.#path, { timeout: 0 });
    this.#writer.prepare("VACUUM INTO ?").run(path);
    return true;
  }

  close(): void {
    this.#pausing?.close();
    this.#writer?.close();
    this.#pausing = null;
    this.#writer = null;
  }

  #run(database: DatabaseSync, act: RowAct): void {
    const table = TABLES[act.table % TABLES.length];
    if (!table) return;
    const { sql, values } = statement(table, act, this.#pool, this.#partner);
    database.prepare(sql).run(...values);
  }
}

function isTaken(work: () => void, database: DatabaseSync): boolean {
  try {
    work();
    return true;
  } catch (thrown) {
    if (database.isTransaction) database.exec("ROLLBACK");
    if (thrown instanceof Error && "errcode" in thrown && REFUSALS.has(Number(thrown.errcode) & 0xff)) return false;
    throw thrown;
  }
}

/** Busy and constraint: what a program has to expect. */
const REFUSALS = new Set([5, 19]);

type Statement = { readonly sql: string; readonly values: (string | number | null)[] };

function statement(table: Table, { act, key, value, of }: RowAct, pool: string, partner: string): Statement {
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
    case "yield":
      return {
        sql: `DELETE FROM ${table.name} WHERE home_pool = ? AND instr(${Object.keys(keys)[0]}, 'both')`,
        values: [pool],
      };
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
