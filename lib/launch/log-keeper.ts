import { copyFile, stat, truncate } from "node:fs/promises";
import type { Clock } from "#lib/ports/clock.ts";
import { FULL_LOG_BYTES } from "./log-file.ts";

const LOOK_EVERY_MS = 10_000;

/**
 * Keeps these logs small while they are written to, until the signal: what is full is copied to `<path>.1` and
 * emptied. Whoever writes appends, and so goes on at the start; a line written between the two is lost. Never rejects.
 */
export async function keepLogsSmall(paths: readonly string[], clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const path of paths) await putAside(path);
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

async function putAside(path: string): Promise<void> {
  try {
    if ((await stat(path)).size <= FULL_LOG_BYTES) return;
    await copyFile(path, `${path}.1`);
    await truncate(path);
  } catch {
    // not there yet, or the disk is full: it is tried again
  }
}
