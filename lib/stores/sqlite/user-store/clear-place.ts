import { existsSync, renameSync, rmSync, statSync } from "node:fs";

/**
 * Before a database is made at `path`: where none stands, or an empty file, what one that was moved away left beside it gets out
 * of the way. Programs that still have that one open go on in theirs; shared, the log and its index of the two would spoil each
 * other. The log may hold what was committed last and nothing else has: it is kept as that of a database `<path>.left-<number>`.
 * Of a database that stands there nothing is touched.
 */
export function clearPlace(path: string): void {
  if (sizeOf(path) > 0) return;
  if (sizeOf(`${path}-wal`) > 0) renameSync(`${path}-wal`, freeName(path));
  for (const beside of ["-wal", "-shm"]) rmSync(`${path}${beside}`, { force: true });
}

/** In bytes; 0 where nothing stands. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function freeName(path: string): string {
  for (let number = 1; ; number++) {
    const name = `${path}.left-${number}-wal`;
    if (!existsSync(name)) return name;
  }
}
