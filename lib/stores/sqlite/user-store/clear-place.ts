import { existsSync, rmSync } from "node:fs";

/**
 * Before a database is made at `path`: where none stands, what one that was moved away left beside it goes. Programs that still
 * have that one open go on in theirs; shared, the log and its index of the two would spoil each other. Of a database that
 * stands there nothing is touched.
 */
export function clearPlace(path: string): void {
  if (existsSync(path)) return;
  for (const beside of ["-wal", "-shm"]) rmSync(`${path}${beside}`, { force: true });
}
