import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import { BATCH_ITEMS } from "#lib/domain/limits.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { RowStore } from "#lib/ports/user-store.ts";
import { absentRows } from "./absent-rows.ts";
import { addAll } from "./add-all.ts";
import type { ApplyHand } from "./apply-hand.ts";
import { lotApplier } from "./apply-lots.ts";
import { returnApplier } from "./apply-returned.ts";
import { canaryRows } from "./canary.ts";
import { captureWatch } from "./capture-watch.ts";
import type { UserStoreIdentity } from "./connect.ts";
import { rowCounter } from "./count-rows.ts";
import { emptyOwn } from "./empty-own.ts";
import type { ExportHand } from "./export-hand.ts";
import { inventoryRows } from "./inventory-rows.ts";
import type { PendingTally } from "./pending-tally.ts";
import { PendingWalk } from "./pending-walk.ts";
import { rowReader } from "./read-rows.ts";
import { returnedRows } from "./returned-rows.ts";
import { takeAside } from "./take-aside.ts";
import { takeChanges } from "./take-changes.ts";
import type { Write } from "./write-lock.ts";

/** So many rows are applied in a thread of their own; fewer are sooner done than handed over. */
const THREAD_ROWS = 2_000;
/** The same of entries that are read: whole batches come in rows. */
const THREAD_ENTRIES = BATCH_ITEMS;

/** The replicated rows of a pool's user database: capture, images, imports. */
export function rowStore(
  db: DatabaseSync,
  identity: UserStoreIdentity,
  tables: readonly RowTable[],
  tally: PendingTally,
  write: Write,
  clock: Clock,
  hands: { readonly apply: ApplyHand; readonly export: ExportHand },
): RowStore {
  const { pool } = identity;
  const waiting = new PendingWalk(db, tally).runs();
  const apply = lotApplier(db, pool);
  const applyReturned = returnApplier(db, pool);
  const read = rowReader(db, identity);
  const count = rowCounter(db, pool);
  return {
    takeChanges: takeChanges(takeAside(db, pool, tally, write, hands.export)),
    count: async (some, enough) => count(some, enough),
    addAll: async (module, some, at, getsOn) => {
      for (const table of some) await addAll(db, write, pool, module, table, at, getsOn);
    },
    waiting: async (module, phase, mark, limit, some) =>
      waiting({ module, phase, mark, limit, tables: some.map((table) => table.name) }),
    read: (table, phase, ids) =>
      ids.length < THREAD_ENTRIES ? read(table, phase, ids) : hands.export.read({ table, phase, ids }),
    absent: absentRows(db),
    apply: (home, lots, place) => {
      const at = isoInstant(clock.now());
      const rows = lots.reduce((sum, lot) => sum + lot.rows, 0);
      return rows < THREAD_ROWS
        ? write(() => apply(home, lots, place, at))
        : hands.apply.apply({ home, lots, place, at });
    },
    ...inventoryRows(db, identity, write),
    ...returnedRows(db, identity),
    applyReturned: (lots, place, of) => write(() => applyReturned(lots, place, of, clock.now())),
    emptyOwn: emptyOwn(db, pool, write),
    ...captureWatch(db, tables, write),
    ...canaryRows(db, pool, write),
    version: () => Number(db.prepare("PRAGMA data_version").get()?.data_version),
  };
}
