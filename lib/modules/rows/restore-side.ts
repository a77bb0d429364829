import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import { BATCH_ITEMS } from "#lib/domain/limits.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { PendingEntry, UserStore } from "#lib/ports/user-store.ts";

type Rows = {
  readonly module: ModuleName;
  readonly tables: readonly RowTable[];
  readonly store: UserStore;
  readonly clock: Pick<Clock, "now">;
};

/**
 * How data sets of rows are restored. They share the tables, so none of them is ever lost by itself: the database is, whole,
 * and then everything here faults with "store-lost" (DESIGN L9).
 */
export function rowsRestore({
  module,
  tables,
  store,
  clock,
}: Rows): Pick<ImportSide, "stateOf" | "beginRestore" | "endRestore"> {
  const { book, rows, pool } = store;
  return {
    stateOf: async (home) => {
      await store.check();
      const requestId = await book.restoring(module, home);
      return requestId === null ? { is: "ok" } : { is: "restoring", requestId };
    },
    beginRestore: async (home, requestId, authority) => {
      await store.check();
      if (await book.isRestored(module, home, requestId)) return;
      if ((await book.restoring(module, home)) !== requestId) await book.setRestoring(module, home, requestId);
      if (home !== pool) return;
      await book.contest(module, (waiting) => stillHere(rows, tables, waiting));
      if (authority !== "from-partner") return;
      await book.returnFlights(module);
      await book.takeBack(
        module,
        tables.map((table) => table.name),
        (waiting) => stillHere(rows, tables, waiting),
      );
      await rows.emptyOwn(module, tables, requestId, clock.now(), () => {});
      await book.voidPast(module); // only a person who gives this side up decides which past is right
    },
    endRestore: async (home, requestId, isEqual = false) => {
      await store.check();
      if ((await book.restoring(module, home)) !== requestId) return;
      if (home === pool) {
        await rows.closeGap(module); // what the partner had and this side lacked came back
        if (isEqual)
          await book.setStandbyBehind(module, false); // what changed meanwhile was recorded
        else await book.setBaselineDue(module, true);
      }
      await book.setRestoring(module, home, null);
    },
  };
}

/**
 * Rows that were handed over are no loss of this pool: that it sent them is not forgotten, for a partner that goes back would
 * call them this pool's again, and nobody would own them.
 */
async function stillHere(
  rows: UserStore["rows"],
  tables: readonly RowTable[],
  waiting: readonly PendingEntry[],
): Promise<ReadonlyMap<number, "given" | "other">> {
  const here = new Map<number, "given" | "other">();
  for (const table of tables) {
    const some = waiting.filter((entry) => entry.table === table.name);
    for (let at = 0; at < some.length; at += BATCH_ITEMS) {
      const stretch = some.slice(at, at + BATCH_ITEMS);
      const holders = await rows.holders(
        table,
        stretch.map(({ key }) => key),
      );
      for (const { id, key } of stretch) {
        const holder = holders.get(key);
        if (holder === "given" || holder === "other") here.set(id, holder);
      }
    }
  }
  return here;
}

/** Faults with "restoring" while this pool's own rows are not whole: then nothing of them is exported. */
export async function checkWhole(module: ModuleName, { book, pool }: UserStore): Promise<void> {
  if ((await book.restoring(module, pool)) === null) return;
  throw new Fault("restoring", `The rows of ${pool} are being restored.`);
}
