import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** Which pool a user database belongs to, the id that the ledger knows it by, and how often it was adopted. */
export type UserStoreIdentity = {
  readonly pool: PoolFqdn;
  readonly partner: PoolFqdn;
  readonly storeId: string;
  readonly storeEpoch: number;
};

/**
 * Pages that stay in memory (KiB): a pool has three connections while much waits, and all of them fill up as the database grows.
 * The system keeps what is read often anyway: neither twice nor eight times as much took less of the processor.
 */
const CACHE_KIB = 2_048;
/** WAL pages before they are copied into the file: a page that is written often is copied once. */
const CHECKPOINT_PAGES = 16_000;

/** A short busy timeout: the engine waits for a lock between other work (write-lock.ts), not inside SQLite. */
const BUSY_MS = 20;
/** SQLite's primary code for what a connection that only reads must not do. */
const READ_ONLY = 8;

/**
 * Opens the file; made when it is not there. `check` throws for a database that is not the one which is meant: of that nothing
 * is changed. It is asked by a connection that only reads first, for one that may write ends the log of what it opens.
 */
export function connect(path: string, check: (db: DatabaseSync) => void): DatabaseSync {
  if (existsSync(path)) checkReading(path, check);
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    check(db); // another file may stand there by now
    return prepared(db);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function checkReading(path: string, check: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
  try {
    check(db);
  } catch (thrown) {
    if (!isReadOnly(thrown)) throw thrown; // a change was left in the middle: nobody can read before it is taken back
  } finally {
    db.close();
  }
}

function isReadOnly(thrown: unknown): boolean {
  return thrown instanceof Error && "errcode" in thrown && (Number(thrown.errcode) & 0xff) === READ_ONLY;
}

function prepared(db: DatabaseSync): DatabaseSync {
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};`);
  return db;
}

/**
 * Faults with "store-lost" where no database stands, before one is opened to be written. An empty file is none: it would be made
 * one, and the log of a database that was moved away would end, with what only that holds.
 */
export function checkThere(path: string, pool: PoolFqdn): void {
  const what = `The user database of ${pool} is gone`;
  if (!existsSync(path)) throw lost(path, `${what}.`);
  if (statSync(path).size === 0) throw lost(path, `${what}: an empty file stands in its place.`);
}

/** Whether nothing was made in it yet, as after a first start that was cut off. */
export function isEmpty(db: DatabaseSync): boolean {
  return db.prepare("SELECT count(*) AS n FROM sqlite_master").get()?.n === 0;
}

/** Faults with "store-lost" unless the database carries that store id. */
export function checkIdentity(db: DatabaseSync, path: string, storeId: string): void {
  const hasTable = db.prepare("SELECT 1 AS yes FROM sqlite_master WHERE type = 'table' AND name = 'store'").get();
  const found = hasTable ? db.prepare("SELECT store_id FROM store WHERE id = 1").get()?.store_id : undefined;
  if (found !== storeId) throw lost(path, "The user database does not carry the store id that the ledger knows.");
}

/** The same for the epoch: a database of before the last adoption is an older copy (DESIGN L9). */
export function checkEpoch(db: DatabaseSync, path: string, { pool, storeEpoch }: UserStoreIdentity): void {
  const found = Number(db.prepare("SELECT store_epoch FROM store WHERE id = 1").get()?.store_epoch);
  if (found === storeEpoch) return;
  throw lost(path, `The user database of ${pool} is of store epoch ${found}, the ledger knows ${storeEpoch}.`);
}

/**
 * Both of them for one connection, asked again and again: one prepared question tells that all is well, and only where it
 * does not they are asked one by one what is wrong.
 */
export function identityCheck(db: DatabaseSync, path: string, identity: UserStoreIdentity): () => void {
  const { storeId, storeEpoch } = identity;
  const same = db.prepare("SELECT 1 AS yes FROM store WHERE id = 1 AND store_id = ? AND store_epoch = ?");
  const isSame = () => {
    try {
      return same.get(storeId, storeEpoch) !== undefined;
    } catch {
      return false; // no such table, or no database that could be read: the checks below say which
    }
  };
  return () => {
    if (isSame()) return;
    checkIdentity(db, path, storeId);
    checkEpoch(db, path, identity);
  };
}

export function lost(path: string, sentence: string): Fault {
  return new Fault("store-lost", sentence, path);
}
