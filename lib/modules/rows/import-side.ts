import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import type { RowLot, UserStore } from "#lib/ports/user-store.ts";
import { importReturned } from "./import-returned.ts";
import { lotOf } from "./lots.ts";

/** Batches applied in one transaction: a commit costs as much as hundreds of rows, and others wait for the lock. */
const BATCHES_AT_ONCE = 8;

/** Imports rows of `tables` into this pool's user database: some batches a transaction, its position inside. */
export function rowsImport(
  module: ModuleName,
  tables: readonly RowTable[],
  canary: RowTable,
  store: UserStore,
): Omit<ImportSide, "stateOf" | "beginRestore" | "endRestore"> {
  return {
    check: () => store.check(),
    canary: (home) => store.rows.canary(canary, home),
    applyReturned: (received, position, getsOn) =>
      importReturned({ module, tables, store }, received, position, getsOn),
    apply: async (home, received, position, getsOn) => {
      const { manifest, ref } = received;
      const isResumed = position.working?.hash === ref.hash;
      const first = isResumed ? (position.working?.batchesDone ?? 0) : 0;
      const lotsFrom = async (done: number): Promise<RowLot[]> => {
        const lots: RowLot[] = [];
        for (const batch of manifest.batches.slice(done, done + BATCHES_AT_ONCE)) {
          lots.push(await lotOf(module, [...tables, canary], batch, received));
        }
        return lots;
      };
      let lots = await lotsFrom(first);
      for (let done = first; done < manifest.batches.length; ) {
        done = Math.min(done + BATCHES_AT_ONCE, manifest.batches.length);
        const working = { ...ref, batchesDone: done };
        const place = { module, from: manifest.lane.from, position: { applied: position.applied, working } };
        const applying = store.rows.apply(home, lots, place);
        const following = lotsFrom(done); // unpacked while those before are applied
        following.catch(() => {}); // what is damaged after them is told when its turn comes
        await applying;
        getsOn();
        lots = await following;
      }
    },
  };
}
