import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { backup } from "node:sqlite";
import { syncFiles, syncFolder } from "#lib/disk/durable.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { openDatabase, openForReading } from "../open-database.ts";
import { type CopyReason, copyName, type LedgerCopy, listCopies, spareCopies } from "./copies.ts";
import { inspectLedger } from "./inspect-ledger.ts";
import { LedgerRefused } from "./refusal.ts";

/** All in one step: a copy in small steps begins anew whenever somebody writes, and the engine always does. */
const WHOLE = 2 ** 31 - 1;

/** What must stay free beside a copy: the stores of the pools may lie on the same disk. */
const RESERVE_BYTES = 512 * 1024 * 1024;
/** All copies together; the newest two stay whatever they weigh. */
const MOST_BYTES = 2 * 1024 ** 3;
const DRAFT = ".draft-";

/**
 * Copies the ledger at `path` into `folder`, whole as of one moment while others write to it: made aside, inspected, synced,
 * then named. What `spareCopies` names goes, and the oldest beyond 2 GiB. Rejects when the ledger or the copy cannot be read,
 * or too little is free; then no copy is there that looks like one.
 */
export async function copyLedger(
  path: string,
  folder: string,
  at: Instant,
  why: CopyReason,
  freeBytes = freeBytesAt,
): Promise<LedgerCopy> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  refuseWithoutRoom(path, folder, freeBytes(folder));
  const name = copyName(at, why);
  const draft = `${DRAFT}${process.pid}-${name}`;
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
  dropHeaviest(folder);
  return { name, at, why };
}

/** Takes away what copies left that were cut off. Nobody may be making one. */
export function sweepDrafts(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return;
  for (const name of readdirSync(folder).filter((one) => one.startsWith(DRAFT)))
    rmSync(join(folder, name), { force: true });
}

const bytesOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function freeBytesAt(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function refuseWithoutRoom(path: string, folder: string, free: number): void {
  const needed = bytesOf(path) + bytesOf(`${path}-wal`) + RESERVE_BYTES;
  if (free >= needed) return;
  const mega = (bytes: number) => Math.floor(bytes / 1_000_000);
  throw new LedgerRefused(
    path,
    `is not copied: ${mega(needed)} MB must be free in ${folder} for that, and ${mega(free)} MB are`,
  );
}

function dropHeaviest(folder: string): void {
  let total = 0;
  for (const [n, { name }] of listCopies(folder).entries()) {
    total += bytesOf(join(folder, name));
    if (n >= 2 && total > MOST_BYTES) rmSync(join(folder, name), { force: true });
  }
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
