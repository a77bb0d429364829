import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import {
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDialectConfig,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
} from "kysely";
import { BUSY_TIMEOUT_MS } from "./open-database.ts";

/**
 * Kysely over one connection of node:sqlite. Kysely lends that connection to one transaction at a time, so what several
 * callers await side by side does not interleave. Whoever writes the same file in this process should share this one: a
 * single statement through a second connection waits for a lock by blocking the thread that its holder needs.
 */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  const plain = { close: () => database.close(), prepare: remembered(database) };
  return {
    createDriver: () => new NodeSqliteDriver(database, { database: plain }),
    createAdapter: () => new TransactionalAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class NodeSqliteDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync, config: SqliteDialectConfig) {
    super(config);
    this.#database = database;
  }

  /**
   * A writer takes its lock at once: one that begins as a reader fails instead of waiting when another wrote meanwhile.
   * Waiting for the lock leaves the thread free, so a long write elsewhere holds up no page.
   */
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    if (settings?.accessMode === "read only") return super.beginTransaction(connection);
    const lastTryAt = performance.now() + LOCK_PATIENCE_MS;
    while (!this.#tryLock(lastTryAt)) await delay(LOCK_PAUSE_MS);
  }

  /** False when another holds the lock; after `lastTryAt` that is an error. */
  #tryLock(lastTryAt: number): boolean {
    this.#database.exec("PRAGMA busy_timeout = 0");
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      return true;
    } catch (error) {
      if (isBusy(error) && performance.now() < lastTryAt) return false;
      throw error;
    } finally {
      this.#database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  }
}

const LOCK_PATIENCE_MS = 30_000;
const LOCK_PAUSE_MS = 5;
const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    "errcode" in error &&
    typeof error.errcode === "number" &&
    (error.errcode & 0xff) === SQLITE_BUSY
  );
}

/** SQLite can roll a schema change back, so a migration that fails leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** So many statements are kept prepared; a service asks the same few hundred again and again. */
const MOST_PREPARED = 500;

/** Prepares each statement once: that takes as long as many of them take to run. */
function remembered(database: DatabaseSync): (sql: string) => SqliteStatement {
  const known = new Map<string, SqliteStatement>();
  return (sql) => {
    const found = known.get(sql) ?? statement(database, sql);
    known.delete(sql);
    known.set(sql, found); // a map keeps its order: what was not asked for the longest is first
    for (const [oldest] of known) {
      if (known.size <= MOST_PREPARED) break;
      known.delete(oldest);
    }
    return found;
  };
}

function statement(database: DatabaseSync, sql: string): SqliteStatement {
  const prepared = database.prepare(sql);
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: prepared.columns().length > 0,
    all: (parameters) => prepared.all(...values(parameters)),
    run: (parameters) => prepared.run(...values(parameters)),
    // Somebody may still be reading from the one that is kept.
    iterate: (parameters) => database.prepare(sql).iterate(...values(parameters)),
  };
}
