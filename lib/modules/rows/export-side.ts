import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { ExportSide, Look } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { rowsCanary } from "./canary.ts";
import { findGone } from "./find-gone.ts";
import { pack } from "./pack.ts";
import { ReadAhead } from "./read-ahead.ts";
import { checkWhole } from "./restore-side.ts";

const CAPTURE_OFF = "The triggers that record changes were missing or altered.";
/** Between cycles so many short transactions at once bring what was recorded into the book. */
const CATCH_UP_STRIDES = 2;

/** Exports the rows of `tables` that this pool owns. */
export function rowsExport(
  module: ModuleName,
  tables: readonly RowTable[],
  canary: RowTable,
  store: UserStore,
  clock: Clock,
): ExportSide {
  const ahead = new ReadAhead(store.rows);
  const captured = [...tables, canary];
  return {
    tables: tables.map((table) => table.name),
    check: async () => {
      await store.check();
      await checkWhole(module, store);
      if (!(await store.rows.isCaptureIntact())) throw new Fault("capture-off", CAPTURE_OFF);
    },
    look: (everything, getsOn, meanwhile = async () => {}) => {
      ahead.forget();
      const taken = async () => {
        getsOn();
        await meanwhile();
        ahead.forget(); // more is taken now
      };
      return look(module, { tables, captured }, store, clock, everything, getsOn, taken);
    },
    catchUp: () => {
      ahead.forget();
      return store.rows.takeChanges(module, captured, () => {}, CATCH_UP_STRIDES);
    },
    noteCompared: () => store.rows.closeGap(module),
    census: (enough) => store.rows.count(tables, enough),
    findGone: (getsOn) => {
      ahead.forget();
      return findGone(module, tables, store, getsOn);
    },
    findRenames: async () => {}, // a row's key is its name: one that is gone is in no other
    canary: rowsCanary(module, canary, store),
    pack: (phase, mark, room, staging) => pack({ module, tables, store, ahead, phase, mark }, room, staging),
  };
}

async function look(
  module: ModuleName,
  { tables, captured }: { readonly tables: readonly RowTable[]; readonly captured: readonly RowTable[] },
  store: UserStore,
  clock: Clock,
  everything: boolean,
  getsOn: () => void,
  taken: () => Promise<void>,
): Promise<Look> {
  await store.check();
  await checkWhole(module, store);
  const at = clock.now();
  const isIntact = await store.rows.isCaptureIntact();
  if (!isIntact) await store.rows.repairCapture(module, at);
  await store.rows.takeChanges(module, captured, isIntact ? taken : getsOn);
  if (everything || !isIntact) await store.rows.addAll(module, tables, at, getsOn);
  // What was deleted while nobody wrote it down is not known, and never will be by looking at this side alone: capture
  // stays not intact until the two sides can be compared.
  const hasGap = (await store.rows.captureGapAt(module)) !== null;
  return {
    at,
    closed: true,
    missed: hasGap ? "capture-off" : null,
    ignoredItems: null,
    isShrinking: false,
    fault: null,
  };
}
