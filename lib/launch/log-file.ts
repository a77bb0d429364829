import { mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** More than this is too much for one log. */
export const FULL_LOG_BYTES = 16 * 1024 * 1024;

/** Opens a log for appending; a full one becomes `<path>.1`, so two are the most that is kept. */
export function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > FULL_LOG_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

/** How much is in the log now: what a later `logSince` leaves out. */
export function logLength(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** What was logged after `from` bytes; all of it when the log was put aside since. */
export function logSince(path: string, from: number): string {
  try {
    const log = readFileSync(path);
    return log.subarray(log.length < from ? 0 : from).toString("utf8");
  } catch {
    return "";
  }
}

/** The line that most likely says why: the last one with a word of failure, else the last one. */
export function reasonIn(log: string): string | null {
  const lines = log
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("at ") && !/^[{}[\],]+$/.test(line));
  return lines.findLast((line) => /error|fail|refus|cannot|EADDR|EACCES/i.test(line)) ?? lines.at(-1) ?? null;
}
