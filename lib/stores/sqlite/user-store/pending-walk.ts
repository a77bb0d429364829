import type { DatabaseSync } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Phase } from "#lib/ports/backup-module.ts";
import type { PendingTally } from "./pending-tally.ts";

export type Wanted = {
  readonly module: ModuleName;
  readonly phase: Phase;
  readonly mark: number;
  readonly limit: number;
  readonly tables: readonly string[] | undefined;
};

/** One entry as columns: id, table, and what else was asked for. */
type Found = readonly [id: number, table: string, ...more: unknown[]];

/** Walks waiting entries in the order of their numbers. Blocks without any that are wanted are stepped over. */
export function pendingWalk(db: DatabaseSync, tally: PendingTally, more: string): (wanted: Wanted) => Found[] {
  const subjects = db.prepare("SELECT id, tbl FROM subjects WHERE module = ?");
  const some = db.prepare(`
    SELECT id, subject ${more} FROM pending
    WHERE id BETWEEN ? AND ? AND gone = ? AND held = 0 AND +subject IN (SELECT value FROM json_each(?))
    ORDER BY id LIMIT ?`);
  some.setReturnArrays(true);
  return ({ module, phase, mark, limit, tables }) => {
    const names = new Map(
      subjects
        .all(module)
        .map(({ id, tbl }) => [Number(id), String(tbl)] as const)
        .filter(([, tbl]) => tables === undefined || tables.includes(tbl)),
    );
    const isGone = phase === "tombstones";
    const list = JSON.stringify([...names.keys()]);
    const found: Found[] = [];
    for (const { from, to, sums } of tally.blocks()) {
      if (from > mark || found.length >= limit) break;
      if (!sums.some((sum) => names.has(sum.subject) && sum.isGone === isGone && !sum.isHeld)) continue;
      const rows = some.all(from, Math.min(to, mark), isGone ? 1 : 0, list, limit - found.length);
      for (const row of rows as unknown as [number, number, ...unknown[]][]) {
        const [id, subject, ...rest] = row;
        found.push([id, names.get(subject) ?? "", ...rest]);
      }
    }
    return found;
  };
}
