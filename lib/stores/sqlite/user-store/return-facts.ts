import type { DatabaseSync } from "node:sqlite";
import type { ReturnOf } from "#lib/ports/row-returns.ts";
import type { BatchPlace } from "#lib/ports/user-store.ts";
import { unwantedReader } from "./unwanted-book.ts";

/** What the pool's own past says of keys that come back. */
export type ReturnFacts = {
  readonly unwanted: ReadonlyMap<string, "deleted-by-owner" | "in-flight">;
  /** Rows that this pool gave to its partner, which has not told of them as its own yet. */
  readonly given: ReadonlySet<string>;
};

export type ReadFacts = (
  table: string,
  keys: readonly string[],
  place: BatchPlace,
  of: ReturnOf,
  at: number,
) => ReturnFacts;

/** To be asked in the transaction that places rows. What clients did and nobody took yet is on its way too. */
export function returnFacts(db: DatabaseSync): ReadFacts {
  const unwanted = unwantedReader(db);
  const changes = db.prepare(`
    SELECT key, max(home_pool = :partner) AS given FROM changes
    WHERE tbl = :table AND key IN (SELECT value FROM json_each(:keys)) GROUP BY key`);
  const moves = db.prepare("SELECT key FROM moves WHERE tbl = :table AND key IN (SELECT value FROM json_each(:keys))");
  return (table, keys, { module, from }, { source }, at) => {
    const asked = { table, keys: JSON.stringify(keys) };
    const changed = changes.all({ ...asked, partner: from });
    const given = [...changed.filter((one) => one.given === 1), ...moves.all(asked)];
    const reasons = new Map(unwanted(module, table, keys, at));
    for (const { key } of changed) reasons.set(String(key), "in-flight");
    // A person chose what comes from the trash.
    return { unwanted: source === "trash" ? new Map() : reasons, given: new Set(given.map(({ key }) => String(key))) };
  };
}
