import type { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { OWN_SUBJECTS } from "./pending-sql.ts";

/** Counts pending, untaken and flying entries in one read; an item that waits twice counts once. */
export function bookFacts(db: DatabaseSync, pool: PoolFqdn): LaneBook["facts"] {
  const count = db.prepare(`
    WITH fresh AS (
      SELECT tbl, key, min(at) AS at FROM changes
      WHERE home_pool = :pool AND tbl IN (SELECT value FROM json_each(:tables)) GROUP BY tbl, key),
    waiting AS (
      SELECT count(*) AS items, coalesce(sum(gone), 0) AS gone, coalesce(sum(held), 0) AS held, min(first_at) AS first_at,
        sum(bytes) AS bytes, count(*) - count(bytes) AS unsized, coalesce(sum(gone = 0 AND id <= :mark), 0) AS up_to,
        coalesce(sum(gone = 1 AND held = 0 AND id <= :mark), 0) AS gone_up_to
      FROM pending WHERE +subject IN ${OWN_SUBJECTS}),
    flying AS (
      SELECT count(*) AS packages, coalesce(sum(items), 0) AS items, coalesce(sum(bytes), 0) AS bytes, min(oldest_at) AS oldest
      FROM flights WHERE module = :module)
    SELECT w.items + (SELECT count(*) FROM fresh f WHERE NOT EXISTS (
        SELECT 1 FROM pending p JOIN subjects s ON s.id = p.subject
        WHERE s.module = :module AND s.tbl = f.tbl AND p.key = f.key)) AS pending,
      w.gone, w.held, w.up_to, w.gone_up_to, w.bytes, w.unsized + (SELECT count(*) FROM fresh) AS unsized,
      f.packages, f.items AS flying, f.bytes AS flying_bytes,
      (SELECT min(at) FROM (SELECT w.first_at AS at UNION ALL SELECT min(at) FROM fresh UNION ALL SELECT f.oldest)) AS oldest
    FROM waiting w, flying f`);
  return async (module, tables, mark) => {
    const row = count.get({ pool, module, tables: JSON.stringify(tables), mark });
    return {
      pendingItems: Number(row?.pending),
      goneItems: Number(row?.gone),
      heldItems: Number(row?.held),
      upToMark: Number(row?.up_to),
      goneUpToMark: Number(row?.gone_up_to),
      pendingBytes: Number(row?.unsized) > 0 ? null : Number(row?.bytes ?? 0),
      inFlightItems: Number(row?.flying),
      unackedPackages: Number(row?.packages),
      unackedBytes: Number(row?.flying_bytes),
      oldestChangeAt: typeof row?.oldest === "string" ? Date.parse(row.oldest) : null,
    };
  };
}
