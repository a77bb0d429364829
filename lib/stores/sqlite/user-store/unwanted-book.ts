import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { KEPT_MS } from "./sent-deletions.ts";

export type Unwanted = (
  ...asked: Parameters<LaneBook["unwanted"]>
) => ReadonlyMap<string, "deleted-by-owner" | "in-flight">;

/** Why items that come back are not wanted (DESIGN L10, L11). What is held is contested, and wanted. */
export function unwantedBook(db: DatabaseSync): Pick<LaneBook, "unwanted"> {
  const read = unwantedReader(db);
  return { unwanted: async (module, table, keys, at) => read(module, table, keys, at) };
}

/** The same at once, for who is in a transaction. */
export function unwantedReader(db: DatabaseSync): Unwanted {
  const subject = "(SELECT id FROM subjects WHERE module = :module AND tbl = :table)";
  const asked = "(SELECT value FROM json_each(:keys))";
  const deleted = db.prepare(`SELECT key FROM deleted WHERE subject = ${subject} AND key IN ${asked} AND at >= :since`);
  const waiting = db.prepare(
    `SELECT key, gone FROM pending WHERE subject = ${subject} AND key IN ${asked} AND held = 0`,
  );
  const flying = db.prepare(`
    SELECT e.value ->> 1 AS key, e.value ->> 3 AS gone FROM flights f, json_each(f.entries) e
    WHERE f.module = :module AND e.value ->> 0 = ${subject} AND e.value ->> 1 IN ${asked}`);
  return (module, table, keys, at) => {
    const what = { module, table, keys: JSON.stringify(keys) };
    const onTheWay = [...flying.all(what), ...waiting.all(what)];
    const found = new Map<string, "deleted-by-owner" | "in-flight">();
    for (const { key } of onTheWay) found.set(String(key), "in-flight");
    for (const { key } of deleted.all({ ...what, since: isoInstant(at - KEPT_MS) })) {
      found.set(String(key), "deleted-by-owner");
    }
    // It was deleted, and is there again: what it is now is on its way.
    for (const { key, gone } of onTheWay) if (gone === 0) found.set(String(key), "in-flight");
    return found;
  };
}
