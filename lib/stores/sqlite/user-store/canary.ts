import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LaneBook, RowStore } from "#lib/ports/user-store.ts";
import type { Write } from "./write-lock.ts";

/** Canaries in their tables: a row a pool. Writing one is a change like any other. */
export function canaryRows(db: DatabaseSync, pool: PoolFqdn, write: Write): Pick<RowStore, "canary" | "writeCanary"> {
  return {
    canary: async ({ name }, home) => {
      const row = db.prepare(`SELECT number FROM ${name} WHERE pool = ? AND home_pool = ?`).get(home, home);
      return Number(row?.number ?? 0);
    },
    writeCanary: ({ name }, number, at) =>
      write(() => {
        db.prepare(`
          INSERT INTO ${name} (pool, number, written_at, home_pool) VALUES (?, ?, ?, ?)
          ON CONFLICT (pool) DO UPDATE SET number = excluded.number, written_at = excluded.written_at`).run(
          pool,
          number,
          isoInstant(at),
          pool,
        );
      }),
  };
}

/** Since when one is missed. */
export function canaryBook(db: DatabaseSync, write: Write): Pick<LaneBook, "canaryMissedAt" | "setCanaryMissed"> {
  const missed = db.prepare("SELECT canary_missed_at AS at FROM export_lanes WHERE module = ?");
  const set = db.prepare(`
    INSERT INTO export_lanes (module, canary_missed_at) VALUES (?, ?)
    ON CONFLICT (module) DO UPDATE SET canary_missed_at = excluded.canary_missed_at`);
  return {
    canaryMissedAt: async (module) => {
      const at = missed.get(module)?.at;
      return typeof at === "string" ? Date.parse(at) : null;
    },
    setCanaryMissed: (module, at) =>
      write(() => {
        set.run(module, at === null ? null : isoInstant(at));
      }),
  };
}
