import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { openForReading } from "../open-database.ts";
import { MIGRATION_NAMES } from "./migration-names.ts";
import { LedgerRefused } from "./refusal.ts";

/**
 * Looks at a ledger before anything is written to it. Throws LedgerRefused for a file that is damaged, is no ledger, or
 * was written by a newer version: all three would be made worse by going on.
 */
export function inspectLedger(path: string): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  let database: DatabaseSync | null = null;
  try {
    database = openForReading(path);
    refuseDamaged(database, path);
    refuseForeign(database, path);
  } catch (error) {
    if (error instanceof LedgerRefused) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new LedgerRefused(path, `can't be read (${why}); put a good copy back in its place`, error);
  } finally {
    database?.close();
  }
}

function refuseDamaged(database: DatabaseSync, path: string) {
  const verdict = Object.values(database.prepare("PRAGMA quick_check(1)").get() ?? {})[0];
  if (verdict !== "ok") throw new LedgerRefused(path, `is damaged (${verdict}); put a good copy back in its place`);
}

function refuseForeign(database: DatabaseSync, path: string) {
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
  if (tables.length === 0) return;
  if (!tables.some((table) => table.name === "kysely_migration"))
    throw new LedgerRefused(path, "is a database of another program; move it away");
  const applied = database.prepare("select name from kysely_migration").all();
  const unknown = applied.find(({ name }) => !MIGRATION_NAMES.some((known) => known === name));
  if (unknown)
    throw new LedgerRefused(path, `was written by a newer version (it knows "${unknown.name}"); start that version`);
}
