import type { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { PendingTally } from "./pending-tally.ts";

/** Untaken changes are told apart by item up to so many; more are counted as they were recorded. */
const MOST_TOLD_APART = 20_000;

/** A package that carries a canary and nothing else (`isCanaryFlight`). */
const IS_CANARY = "items = 0 AND bytes > 0";

/**
 * Counts pending, untaken and flying entries at one moment; an item that waits twice counts once, and what is in the tables of
 * `canaries` not at all.
 */
export function bookFacts(
  db: DatabaseSync,
  pool: PoolFqdn,
  tally: PendingTally,
  canaries: readonly string[],
): LaneBook["facts"] {
  const waiting = waitingOf(db, tally, canaries);
  const untaken = untakenOf(db, pool);
  const flying = db.prepare(`
    SELECT count(*) AS packages, coalesce(sum(items), 0) AS items, coalesce(sum(bytes), 0) AS bytes,
      min(oldest_at) AS oldest FROM flights WHERE module = ? AND NOT (${IS_CANARY})`);
  return async (module, tables, mark) => {
    const waits = waiting(module, mark);
    const fresh = untaken(module, tables);
    const flies = flying.get(module);
    const oldest = [waits.oldest, fresh.oldest, flies?.oldest].filter((at) => typeof at === "string").sort()[0];
    return {
      pendingItems: waits.items + fresh.items,
      goneItems: waits.gone,
      heldItems: waits.held,
      upToMark: waits.upToMark,
      goneUpToMark: waits.goneUpToMark,
      pendingBytes: waits.unsized > 0 || fresh.rows > 0 ? null : waits.bytes,
      inFlightItems: Number(flies?.items),
      unackedPackages: Number(flies?.packages),
      unackedBytes: Number(flies?.bytes),
      oldestChangeAt: oldest === undefined ? null : Date.parse(oldest),
    };
  };
}

function waitingOf(db: DatabaseSync, tally: PendingTally, canaries: readonly string[]) {
  const subjects = db.prepare(
    "SELECT id FROM subjects WHERE module = ? AND tbl NOT IN (SELECT value FROM json_each(?))",
  );
  const none = JSON.stringify(canaries);
  const partly = db.prepare(`
    SELECT coalesce(sum(gone = 0), 0) AS images, coalesce(sum(gone = 1 AND held = 0), 0) AS gone FROM pending
    WHERE id BETWEEN :from AND :mark AND +subject IN (SELECT value FROM json_each(:own))`);
  return (module: string, mark: number) => {
    const own = new Set(subjects.all(module, none).map(({ id }) => Number(id)));
    const all = { items: 0, gone: 0, held: 0, bytes: 0, unsized: 0, upToMark: 0, goneUpToMark: 0 };
    let oldest: string | null = null;
    for (const { from, to, sums } of tally.blocks()) {
      for (const sum of sums) {
        if (!own.has(sum.subject)) continue;
        all.items += sum.items;
        all.bytes += sum.bytes;
        all.unsized += sum.unsized;
        if (sum.isGone) all.gone += sum.items;
        if (sum.isHeld) all.held += sum.items;
        if (oldest === null || sum.oldest < oldest) oldest = sum.oldest;
        if (to <= mark && !sum.isGone) all.upToMark += sum.items;
        if (to <= mark && sum.isGone && !sum.isHeld) all.goneUpToMark += sum.items;
      }
      if (from > mark || to <= mark) continue;
      const cut = partly.get({ own: JSON.stringify([...own]), from, mark });
      all.upToMark += Number(cut?.images);
      all.goneUpToMark += Number(cut?.gone);
    }
    return { ...all, oldest };
  };
}

function untakenOf(db: DatabaseSync, pool: PoolFqdn) {
  const count = db.prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM changes LIMIT ${MOST_TOLD_APART + 1})`);
  const span = db.prepare(
    "SELECT (SELECT max(id) FROM changes) - min(id) + 1 AS items, at AS oldest FROM changes ORDER BY id LIMIT 1",
  );
  const apart = db.prepare(`
    WITH fresh AS (
      SELECT tbl, key, min(at) AS at FROM changes
      WHERE home_pool = :pool AND tbl IN (SELECT value FROM json_each(:tables)) GROUP BY tbl, key)
    SELECT count(*) AS rows, min(at) AS oldest, coalesce(sum(NOT EXISTS (
        SELECT 1 FROM pending p JOIN subjects s ON s.id = p.subject
        WHERE s.module = :module AND s.tbl = f.tbl AND p.key = f.key)), 0) AS items
    FROM fresh f`);
  return (module: string, tables: readonly string[]) => {
    const n = tables.length === 0 ? 0 : Number(count.get()?.n);
    if (n === 0) return { items: 0, rows: 0, oldest: null };
    const row = n > MOST_TOLD_APART ? span.get() : apart.get({ pool, module, tables: JSON.stringify(tables) });
    const items = Number(row?.items);
    return { items, rows: Number(row?.rows ?? items), oldest: typeof row?.oldest === "string" ? row.oldest : null };
  };
}
