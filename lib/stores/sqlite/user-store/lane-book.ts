import type { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { bookFacts } from "./book-facts.ts";
import { canaryBook } from "./canary.ts";
import { flightBook } from "./flight-book.ts";
import { FlightWatch } from "./flight-watch.ts";
import { guardBook } from "./guard-book.ts";
import { laneMemory } from "./lane-memory.ts";
import { pendingBook } from "./pending-book.ts";
import type { PendingTally } from "./pending-tally.ts";
import { quarantineBook } from "./quarantine-book.ts";
import { restoreBook } from "./restore-book.ts";
import { unwantedBook } from "./unwanted-book.ts";
import type { Write } from "./write-lock.ts";

/** The lanes' book of `pool` in its user database; `canaries` are the tables that are in no count. */
export function laneBook(
  db: DatabaseSync,
  pool: PoolFqdn,
  tally: PendingTally,
  write: Write,
  canaries: readonly string[],
): Omit<LaneBook, "loss"> {
  const watch = new FlightWatch(db);
  return {
    ...pendingBook(db, tally, write),
    ...flightBook(db, tally, write, watch),
    watch: (module) => write(() => watch.begin(module)),
    unwatch: (module) => write(() => watch.end(module)),
    unsettled: async (module, name, table, keys) => watch.unsettled(module, name, table, keys),
    ...laneMemory(db, write),
    ...quarantineBook(db, write),
    ...restoreBook(db, write),
    ...guardBook(db, tally, write),
    ...unwantedBook(db),
    ...canaryBook(db, write),
    facts: bookFacts(db, pool, tally, canaries),
  };
}
