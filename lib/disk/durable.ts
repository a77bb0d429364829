import { execFile } from "node:child_process";
import { closeSync, fsync, fsyncSync, openSync, renameSync, statfsSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const synced = promisify(fsync);

/**
 * Replaces a small file whole and durably: written to `aside` on the same file system, synced, renamed, its folder synced.
 * Readers see the old one or the new one.
 */
export function writeDurably(path: string, text: string, aside: string): void {
  const fd = openSync(aside, "w", 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(aside, path);
  syncFolder(dirname(path));
}

/** Makes the names in a folder durable. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes a few files of a folder durable, and their names; side by side, so that the disk takes them together. */
export async function syncFiles(folder: string, names: readonly string[]): Promise<void> {
  const open: number[] = [];
  try {
    for (const path of [...names.map((name) => join(folder, name)), folder]) open.push(openSync(path, "r"));
    if (isInMemory(folder)) return;
    const done = await Promise.allSettled(open.map((fd) => synced(fd))); // none is closed while it is synced
    for (const one of done) if (one.status === "rejected") throw one.reason;
  } finally {
    for (const fd of open) closeSync(fd);
  }
}

/** What statfs calls a file system that lives in memory: a power cut takes it whole, synced or not. */
const TMPFS = 0x01021994;

function isInMemory(folder: string): boolean {
  return statfsSync(folder).type === TMPFS;
}

/** A file system that does not answer for so long is taken for dead. */
const SYNC_PATIENCE_MS = 10 * 60_000;

/**
 * Makes everything written to the file system of `folder` durable: one sync for many files (SPEED 2). Node has no syncfs of
 * its own; coreutils has, and a sync that knows no -f syncs everything. Rejects when the disk says that it could not.
 */
export async function syncFileSystem(folder: string): Promise<void> {
  if (isInMemory(folder)) return;
  try {
    await run("sync", ["-f", folder], { timeout: SYNC_PATIENCE_MS });
  } catch (thrown) {
    const said = thrown instanceof Error && "stderr" in thrown ? String(thrown.stderr) : "";
    if (!/(invalid|illegal|unrecognized) option|usage:/i.test(said)) throw thrown;
    await run("sync", [], { timeout: SYNC_PATIENCE_MS });
  }
}
