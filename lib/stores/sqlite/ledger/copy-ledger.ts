import { chmodSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { backup } from "node:sqlite";
import { syncFiles, syncFolder } from "#lib/disk/durable.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { openDatabase, openForReading } from "../open-database.ts";
import { type CopyReason, copyName, type LedgerCopy, listCopies, spareCopies } from "./copies.ts";
import { inspectLedger } from "./inspect-ledger.ts";

/** All in one step: a copy in small steps begins anew whenever somebody writes, and the engine always does. */
const WHOLE = 2 ** 31 - 1;

/**
 * Copies the ledger at `path` into `folder`, whole as of one moment while others write to it: made aside, inspected, synced,
 * then named. What `spareCopies` names goes. Rejects when the ledger or the copy cannot be read, or the disk is full; then no
 * copy is there that looks like one.
 */
export async function copyLedger(path: string, folder: string, at: Instant, why: CopyReason): Promise<LedgerCopy> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = copyName(at, why);
  const draft = `.draft-${process.pid}-${name}`;
  const aside = join(folder, draft);
  try {
    await copyDatabase(path, aside);
    inspectLedger(aside);
    chmodSync(aside, 0o600); // it holds the hashes of passwords and tokens
    await syncFiles(folder, [draft]);
    renameSync(aside, join(folder, name));
    syncFolder(folder);
  } finally {
    for (const ending of ["", "-journal", "-wal", "-shm"]) rmSync(aside + ending, { force: true });
  }
  for (const spare of spareCopies(listCopies(folder))) rmSync(join(folder, spare.name), { force: true });
  return { name, at, why };
}

/** A database as of one moment, as one file that needs no log beside it. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const database = openForReading(from);
  try {
    await backup(database, to, { rate: WHOLE });
  } finally {
    database.close();
  }
  makeOneFile(to);
}

/** Takes what stands in a database's log into the file itself. */
export function makeOneFile(path: string): void {
  const database = openDatabase(path);
  try {
    database.exec("pragma wal_checkpoint(truncate); pragma journal_mode = delete");
  } finally {
    database.close();
  }
}
