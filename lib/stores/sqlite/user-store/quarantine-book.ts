import type { DatabaseSync } from "node:sqlite";
import type { FaultCode } from "#lib/domain/fault.ts";
import type { Epoch } from "#lib/domain/package.ts";
import { MOST_NAMED } from "#lib/domain/quarantine.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { Write } from "./write-lock.ts";

/**
 * Refused again, an item keeps the time since which it is held; one package is one try, however often it is applied. `package`
 * is the one whose refusal it counts as, `tried_in` the one that brought it last.
 */
export const REFUSE = `
  INSERT INTO quarantined (module, from_pool, tbl, key, code, sentence, since, package, tried_in, tried_at)
  VALUES (?, ?, ?, CAST(? AS TEXT), ?, ?, ?, ?, ?, ?)
  ON CONFLICT (module, from_pool, tbl, key) DO UPDATE SET code = excluded.code, sentence = excluded.sentence,
    since = min(since, excluded.since), package = excluded.package,
    tries = tries + (tried_in IS NULL OR tried_in IS NOT excluded.tried_in), tried_in = excluded.tried_in,
    tried_at = excluded.tried_at`;

export const SETTLE = "DELETE FROM quarantined WHERE module = ? AND from_pool = ? AND tbl = ? AND key = ?";

/** What imports refused. */
export function quarantineBook(
  db: DatabaseSync,
  write: Write,
): Pick<LaneBook, "quarantine" | "refused" | "held" | "judge" | "skips" | "skip" | "unskip"> {
  const count = db.prepare(
    "SELECT count(*) AS items, min(since) AS oldest FROM quarantined WHERE module = ? AND from_pool = ?",
  );
  const named = db.prepare(`
    SELECT * FROM (
      SELECT * FROM quarantined WHERE module = ? AND from_pool = ?
      ORDER BY tried_at, since, tbl, key LIMIT ${MOST_NAMED})
    ORDER BY since, tbl, key`);
  const held = db.prepare(`
    SELECT key FROM quarantined
    WHERE module = ? AND from_pool = ? AND tbl = ? AND key IN (SELECT value FROM json_each(?))`);
  const refused = db.prepare(`
    SELECT tbl, key FROM quarantined WHERE module = ? AND from_pool = ? AND (tbl, key) > (?, ?) ORDER BY tbl, key LIMIT ?`);
  const refuse = db.prepare(REFUSE);
  const settle = db.prepare(SETTLE);
  const skips = db.prepare("SELECT * FROM skipped WHERE module = ? ORDER BY tbl, key");
  const skip = db.prepare(`
    INSERT INTO skipped (module, tbl, key, epoch, seq, by, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (module, tbl, key) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, by = excluded.by,
      reason = excluded.reason, at = excluded.at`);
  const unskip = db.prepare("DELETE FROM skipped WHERE module = ? AND tbl = ? AND key = ?");
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
          triedIn: typeof row.tried_in === "string" ? row.tried_in : null,
          triedAt: typeof row.tried_at === "string" ? row.tried_at : null,
          tries: Number(row.tries),
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
        for (const { table, key, code, sentence, since, triedIn, triedAt } of refused) {
          refuse.run(module, from, table, key, code, sentence, since, null, triedIn, triedAt);
        }
      });
    },
    skips: async (module) =>
      skips.all(module).map((row) => ({
        table: String(row.tbl),
        key: String(row.key),
        upTo: { epoch: Number(row.epoch) as Epoch, seq: Number(row.seq) },
        by: String(row.by),
        reason: String(row.reason),
        at: String(row.at),
      })),
    skip: (module, all) =>
      write(() => {
        for (const { table, key, upTo, by, reason, at } of all) {
          skip.run(module, table, key, upTo.epoch, upTo.seq, by, reason, at);
        }
      }),
    unskip: (module, items) =>
      write(() => {
        for (const { table, key } of items) unskip.run(module, table, key);
      }),
  };
}
