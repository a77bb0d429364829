import { DatabaseSync } from "node:sqlite";

/** How long a statement waits for another program's lock before it fails. */
export const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens a SQLite file, made when it is not there. A commit is on disk when it returns, and readers never wait for
 * writers. Throws node:sqlite's error (ERR_SQLITE_ERROR) when the file is no database or its folder is missing.
 */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** Opens an existing file for a look that changes nothing in it. */
export function openForReading(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
}
