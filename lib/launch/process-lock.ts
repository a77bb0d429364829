import { DatabaseSync } from "node:sqlite";

/** A held lock. It also ends with the process, however that dies. */
export type Lock = { release(): void };

const SQLITE_BUSY = 5;

/** Keeps held locks reachable: an open database that nobody knows is closed by the garbage collector. */
const held = new Set<DatabaseSync>();

function isBusy(error: unknown) {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}

/**
 * Holds the lock at `path`, or returns null while another holder lives. The operating system frees it after any death, so
 * nothing stale can remain. The file must be opened by nothing else in this process: closing it would drop the lock.
 */
export function holdLock(path: string): Lock | null {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec("BEGIN EXCLUSIVE");
    held.add(file);
    return {
      release() {
        if (held.delete(file)) file.close();
      },
    };
  } catch (error) {
    file.close();
    if (isBusy(error)) return null;
    throw new Error(`${path} cannot be used as a lock: ${error instanceof Error ? error.message : error}`);
  }
}

type Patience = { forMs: number; everyMs?: number; clock: { elapsed(): number; sleep(ms: number): Promise<void> } };

/** Like holdLock, but gives a dying holder up to `forMs` to go. */
export async function waitForLock(path: string, { forMs, everyMs = 100, clock }: Patience): Promise<Lock | null> {
  const end = clock.elapsed() + forMs;
  for (;;) {
    const lock = holdLock(path);
    if (lock || clock.elapsed() >= end) return lock;
    await clock.sleep(everyMs);
  }
}
