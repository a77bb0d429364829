import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { REPLICATED } from "#lib/domain/row-table.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { laneBook } from "./lane-book.ts";
import { rowStore } from "./row-store.ts";
import { OWN_TABLES, PUBLIC_TABLES, SCHEMA_VERSION } from "./schema.ts";
import { captureTriggers } from "./triggers.ts";
import { writesOf } from "./write-lock.ts";

/** Which pool a user database belongs to and the id that the ledger knows it by. */
export type UserStoreIdentity = { readonly pool: PoolFqdn; readonly partner: PoolFqdn; readonly storeId: string };

/**
 * Makes a pool's user database at `path`, or finds the one that an interrupted first start made. Faults with "store-lost"
 * when another database stands there: only a person may adopt that (DESIGN L9).
 */
export function makeUserStore(path: string, identity: UserStoreIdentity, known: readonly PoolFqdn[]): void {
  const db = connect(path);
  try {
    db.exec("BEGIN IMMEDIATE");
    const isEmpty = db.prepare("SELECT count(*) AS n FROM sqlite_master").get()?.n === 0;
    if (isEmpty) fill(db, identity, known);
    else checkIdentity(db, path, identity.storeId);
    db.exec("COMMIT");
  } finally {
    db.close();
  }
}

/** Opens the pool's user database. Faults with "store-lost" when it is gone or not the one that the ledger knows. */
export function openUserStore(path: string, identity: UserStoreIdentity, clock: Clock): UserStore {
  if (!existsSync(path)) throw lost(path, `The user database of ${identity.pool} is gone.`);
  const db = connect(path);
  try {
    checkIdentity(db, path, identity.storeId);
    const opened = statSync(path, { bigint: true });
    const write = writesOf(db, clock);
    return {
      pool: identity.pool,
      book: laneBook(db, identity.pool, write),
      rows: rowStore(db, identity.pool, write),
      check: async () => {
        const now = statSync(path, { bigint: true, throwIfNoEntry: false });
        if (now?.ino !== opened.ino || now.dev !== opened.dev) {
          throw lost(path, `The user database of ${identity.pool} was removed or replaced.`);
        }
        checkIdentity(db, path, identity.storeId);
      },
      close: () => db.close(),
    };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  // A short busy timeout: the engine waits for a lock between other work (write-lock.ts), not inside SQLite.
  db.exec("PRAGMA busy_timeout = 20; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  return db;
}

function fill(db: DatabaseSync, identity: UserStoreIdentity, known: readonly PoolFqdn[]): void {
  db.exec(PUBLIC_TABLES);
  db.exec(OWN_TABLES);
  for (const table of REPLICATED) for (const sql of captureTriggers(table).values()) db.exec(sql);
  const serve = db.prepare("INSERT INTO served (home_pool, epoch, writable) VALUES (?, 1, ?)");
  for (const pool of known) serve.run(pool, pool === identity.pool ? 1 : 0);
  db.prepare("INSERT INTO store (id, store_id, store_epoch, pool, partner) VALUES (1, ?, 1, ?, ?)").run(
    identity.storeId,
    identity.pool,
    identity.partner,
  );
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}

function checkIdentity(db: DatabaseSync, path: string, storeId: string): void {
  const hasTable = db.prepare("SELECT 1 AS yes FROM sqlite_master WHERE type = 'table' AND name = 'store'").get();
  const found = hasTable ? db.prepare("SELECT store_id FROM store WHERE id = 1").get()?.store_id : undefined;
  if (found !== storeId) throw lost(path, "The user database does not carry the store id that the ledger knows.");
}

function lost(path: string, sentence: string): Fault {
  return new Fault("store-lost", sentence, path);
}
