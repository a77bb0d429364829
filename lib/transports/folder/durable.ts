import { execFile } from "node:child_process";
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Replaces a file whole and durably; `aside` is on the same file system and out of every reader's sight. */
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

/** One sync for a package of many parts instead of one a part (SPEED 2): the whole file system of `folder`. */
export async function syncAll(folder: string): Promise<void> {
  try {
    await run("sync", ["-f", folder]);
  } catch {
    await run("sync", []);
  }
}
