import type { DatabaseSync } from "node:sqlite";
import { Fault, namingFull } from "#lib/domain/fault.ts";
import type { Clock } from "#lib/ports/clock.ts";

/** Other programs write too: busy is a wait, not an error, for this long (DESIGN 4). */
const PATIENCE_MS = 30_000;
const STEP_MS = 15;
const SQLITE_BUSY = 5;

/** Runs `body` in one write transaction. Waits for the lock without holding up the process. */
export type Write = <T>(body: () => T) => Promise<T>;

/**
 * The write transactions of one connection. Between BEGIN and COMMIT nothing awaits, so no two of them share a
 * transaction, and nothing else of this process comes between.
 */
export function writesOf(database: DatabaseSync, clock: Clock): Write {
  return async (body) => {
    let until = Number.POSITIVE_INFINITY;
    for (;;) {
      const tried = tryWrite(database, body);
      if (tried.is === "written") return tried.result;
      if (until === Number.POSITIVE_INFINITY) until = clock.elapsed() + PATIENCE_MS;
      if (clock.elapsed() >= until) {
        const sentence = "Another program has held the user database locked for 30 s.";
        throw new Fault("database-unreachable", sentence, null, tried.busy);
      }
      await clock.sleep(STEP_MS);
    }
  };
}

type Tried<T> = { readonly is: "written"; readonly result: T } | { readonly is: "busy"; readonly busy: unknown };

function tryWrite<T>(database: DatabaseSync, body: () => T): Tried<T> {
  try {
    database.exec("BEGIN IMMEDIATE");
  } catch (busy) {
    if (isBusy(busy)) return { is: "busy", busy };
    throw busy;
  }
  try {
    const result = body();
    database.exec("COMMIT");
    return { is: "written", result };
  } catch (thrown) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw namingFull(thrown, "The database", database.location() ?? "");
  }
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && "errcode" in thrown && (Number(thrown.errcode) & 0xff) === SQLITE_BUSY;
}
