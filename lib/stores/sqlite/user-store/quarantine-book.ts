import type { DatabaseSync } from "node:sqlite";
import type { FaultCode } from "#lib/domain/fault.ts";
import { MOST_NAMED } from "#lib/domain/quarantine.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { Write } from "./write-lock.ts";

/** Refused again, an item keeps the time since which it is held. The last parameter names the package, where it is known. */
export const REFUSE = `
  INSERT INTO quarantined (module, from_pool, tbl, key, code, sentence, since, package)
  VALUES (?, ?, ?, CAST(? AS TEXT), ?, ?, ?, ?)
  ON CONFLICT (module, from_pool, tbl, key) DO UPDATE SET code = excluded.code, sentence = excluded.sentence,
    since = min(since, excluded.since), package = excluded.package`;

export const SETTLE = "DELETE FROM quarantined WHERE module = ? AND from_pool = ? AND tbl = ? AND key = ?";

/** What imports refused. */
export function quarantineBook(
  db: DatabaseSync,
  write: Write,
): Pick<LaneBook, "quarantine" | "refused" | "held" | "judge"> {
  const count = db.prepare(
    "SELECT count(*) AS items, min(since) AS oldest FROM quarantined WHERE module = ? AND from_pool = ?",
  );
  const named = db.prepare(`
    SELECT tbl, key, code, sentence, since FROM quarantined WHERE module = ? AND from_pool = ?
    ORDER BY since, tbl, key LIMIT ${MOST_NAMED}`);
  const held = db.prepare(`
    SELECT key FROM quarantined
    WHERE module = ? AND from_pool = ? AND tbl = ? AND key IN (SELECT value FROM json_each(?))`);
  const refused = db.prepare(`
    SELECT tbl, key FROM quarantined WHERE module = ? AND from_pool = ? AND (tbl, key) > (?, ?) ORDER BY tbl, key LIMIT ?`);
  const refuse = db.prepare(REFUSE);
  const settle = db.prepare(SETTLE);
  return {
    quarantine: async (module, from) => {
      const counted = count.get(module, from);
      return {
        items: Number(counted?.items ?? 0),
        oldestAt: typeof counted?.oldest === "string" ? counted.oldest : null,
        named: named.all(module, from).map((row) => ({
          table: String(row.tbl),
          key: String(row.key),
          code: String(row.code) as FaultCode,
          sentence: String(row.sentence),
          since: String(row.since),
        })),
      };
    },
    refused: async (module, from, after, limit) =>
      refused
        .all(module, from, after?.table ?? "", after?.key ?? "", limit)
        .map(({ tbl, key }) => ({ table: String(tbl), key: String(key) })),
    held: async (module, from, table, keys) =>
      new Set(held.all(module, from, table, JSON.stringify(keys)).map((row) => String(row.key))),
    judge: async (module, from, refused, settled) => {
      if (refused.length === 0 && settled.length === 0) return;
      await write(() => {
        for (const { table, key } of settled) settle.run(module, from, table, key);
        for (const { table, key, code, sentence, since } of refused) {
          refuse.run(module, from, table, key, code, sentence, since, null);
        }
      });
    },
  };
}
