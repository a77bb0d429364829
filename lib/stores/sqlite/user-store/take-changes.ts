import type { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowStore } from "#lib/ports/user-store.ts";
import { isEmptying } from "./empty-own.ts";
import { ADD_SUBJECTS } from "./pending-sql.ts";
import { TOUCHED } from "./pending-tally.ts";

/** Changes moved in one transaction: other programs wait for the lock no longer than this takes. */
export const STRIDE = 25_000;

/** What is taken: changes of these tables up to `to`, which is null as long as no stride has found the cut-off. */
export type StrideOrder = {
  readonly module: ModuleName;
  readonly tables: readonly string[];
  readonly to: number | null;
};
/** `to` is the cut-off from now on; done when nothing was left up to it. */
export type StrideTaken = { readonly to: number; readonly isDone: boolean };
export type TakeStride = (order: StrideOrder) => StrideTaken;

/**
 * Takes one stride; to be called inside a write transaction. The write lock comes after every transaction that began to
 * write before, so the first stride has the cut-off: what it sees as the highest change is all that was committed by now
 * (DESIGN L6). The partner's rows are not ours to send: what was recorded of them says which rows were moved to it, and
 * when, and is forgotten.
 */
export function strideTaker(db: DatabaseSync, pool: PoolFqdn): TakeStride {
  const mine = "tbl IN (SELECT value FROM json_each(:tables)) AND id <= :to";
  const highest = db.prepare("SELECT coalesce(max(id), 0) AS id FROM changes");
  const edge = db.prepare(
    `SELECT min(id) AS first, max(id) AS id, count(*) AS n FROM (SELECT id FROM changes WHERE ${mine} ORDER BY id LIMIT ${STRIDE})`,
  );
  const emptying = db.prepare(`SELECT ${isEmptying(pool)} AS yes`);
  const addSubjects = db.prepare(ADD_SUBJECTS);
  const merge = db.prepare(`
    INSERT INTO pending (subject, key, first_at)
    SELECT s.id, c.key, c.at FROM changes c CROSS JOIN (
      SELECT id, tbl FROM subjects WHERE module = :module AND tbl IN (SELECT value FROM json_each(:tables))) s ON s.tbl = c.tbl
    WHERE c.id <= :to AND c.home_pool = '${pool}' ORDER BY c.id
    ON CONFLICT (subject, key) DO UPDATE SET gone = ${TOUCHED}(pending.id), held = 0, first_at = min(first_at, excluded.first_at)`);
  const drop = db.prepare(`DELETE FROM changes WHERE ${mine}`);
  const dropWhole = db.prepare("DELETE FROM changes WHERE id BETWEEN ? AND ?");
  const moves = moveKeeper(db, pool, mine);
  return ({ module, tables: names, to: known }) => {
    const tables = JSON.stringify(names);
    const cutOff = known ?? Number(highest.get()?.id);
    if (emptying.get({ module })?.yes === 1) return { to: cutOff, isDone: true };
    const stride = edge.get({ tables, to: cutOff });
    const to = stride?.id;
    if (typeof to !== "number") return { to: cutOff, isDone: true };
    addSubjects.run({ module, tables });
    const own = merge.run({ module, tables, to }).changes;
    moves({ tables, to }, own !== stride?.n);
    const first = Number(stride?.first);
    if (stride?.n === to - first + 1) dropWhole.run(first, to);
    else drop.run({ tables, to });
    return { to: cutOff, isDone: false };
  };
}

/** Takes stride after stride, each done by `take` in a transaction of its own. */
export function takeChanges(take: (order: StrideOrder) => Promise<StrideTaken>): RowStore["takeChanges"] {
  return async (module, some, getsOn, strides = Number.POSITIVE_INFINITY) => {
    const tables = some.map((table) => table.name);
    let to: number | null = null;
    for (let done = 0; done < strides; done++) {
      const taken: StrideTaken = await take({ module, tables, to });
      if (taken.isDone) return;
      to = taken.to;
      await getsOn();
      await turn();
    }
  };
}

type Stride = { readonly tables: string; readonly to: number };

/** A row whose last change is the partner's was moved to it, and one that was written here since was not. */
function moveKeeper(db: DatabaseSync, pool: PoolFqdn, mine: string): (stride: Stride, hasForeign: boolean) => void {
  const hasAny = db.prepare("SELECT 1 AS yes FROM moves");
  const takeBack = db.prepare(`
    DELETE FROM moves WHERE (tbl, key) IN (
      SELECT tbl, key FROM changes CROSS JOIN moves USING (tbl, key) WHERE ${mine} AND home_pool = '${pool}')`);
  const remember = db.prepare(`
    INSERT INTO moves (tbl, key, at)
    SELECT tbl, key, at FROM (
      SELECT tbl, key, at, home_pool, max(id) FROM changes
      WHERE ${mine} AND (tbl, key) IN (SELECT tbl, key FROM changes WHERE ${mine} AND home_pool <> '${pool}')
      GROUP BY tbl, key)
    WHERE home_pool <> '${pool}'
    ON CONFLICT (tbl, key) DO UPDATE SET at = excluded.at`);
  return (stride, hasForeign) => {
    if (hasAny.get()) takeBack.run(stride);
    if (hasForeign) remember.run(stride);
  };
}
