import type { DatabaseSync } from "node:sqlite";
import { Fault } from "#lib/domain/fault.ts";
import type { Clock } from "#lib/ports/clock.ts";

/** Other programs write too: busy is a wait, not an error, for this long (DESIGN 4). */
const PATIENCE_MS = 30_000;
const STEP_MS = 15;

/** Runs `body` in one write transaction. Waits for the lock without holding up the process. */
export type Write = <T>(body: () => T) => Promise<T>;

/** The write transactions of one connection. `body` must not await: nothing else may come between. */
export function writesOf(database: DatabaseSync, clock: Clock): Write {
  return async (body) => {
    await takeLock(database, clock);
    try {
      const result = body();
      database.exec("COMMIT");
      return result;
    } catch (thrown) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw thrown;
    }
  };
}

async function takeLock(database: DatabaseSync, clock: Clock): Promise<void> {
  const until = clock.now() + PATIENCE_MS;
  for (;;) {
    try {
      database.exec("BEGIN IMMEDIATE");
      return;
    } catch (thrown) {
      if (!isBusy(thrown)) throw thrown;
      if (clock.now() >= until) {
        throw new Fault(
          "database-unreachable",
          "Another program has held the user database locked for 30 s.",
          null,
          thrown,
        );
      }
      await clock.sleep(STEP_MS);
    }
  }
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && "errcode" in thrown && (Number(thrown.errcode) & 0xff) === 5;
}
