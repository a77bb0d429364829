import { existsSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { type RowAct, statement } from "./row-act.ts";
import { TABLES } from "./row-tables.ts";

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

  /** Deletes these rows of its own, each named by its table and its key as a JSON array. */
  drop(items: readonly string[]): void {
    this.#writer ??= new DatabaseSync(this.#path, { timeout: 0 });
    for (const item of items) {
      const table = TABLES.find(({ name }) => item.startsWith(`${name} [`));
      if (!table) throw new Error(`no table has ${item}`);
      const where = Object.keys(table.keys("", 0)).map((name) => `${name} = ?`);
      const values: string[] = JSON.parse(item.slice(table.name.length));
      const sql = `DELETE FROM ${table.name} WHERE home_pool = ? AND ${where.join(" AND ")}`;
      prepared(this.#writer, sql).run(this.#pool, ...values);
    }
  }

  /** The same as to write, but it stands still before it commits. */
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
    prepared(database, sql).run(...values);
  }
}

const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/** Triggers make a statement long to prepare, and the same ones come again and again. */
function prepared(database: DatabaseSync, sql: string): StatementSync {
  const known = statements.get(database) ?? new Map<string, StatementSync>();
  statements.set(database, known);
  const statement = known.get(sql) ?? database.prepare(sql);
  known.set(sql, statement);
  return statement;
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
