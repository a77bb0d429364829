import type { ModuleName } from "#lib/domain/backup-module.ts";
import { BATCH_ITEMS } from "#lib/domain/limits.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { UserStore } from "#lib/ports/user-store.ts";

/**
 * Makes tombstones of the waiting entries whose rows are not there. Packing finds that as well; the guard has to know it before
 * anything is packed when the partner asks what is to come back (DESIGN L11).
 */
export async function findGone(
  module: ModuleName,
  tables: readonly RowTable[],
  { book, rows, check }: UserStore,
  getsOn: () => void,
): Promise<void> {
  for (let after = 0; ; ) {
    const some = await book.guarded(module, "images", after, BATCH_ITEMS);
    for (const [name, entries] of Map.groupBy(some, ({ table }) => table)) {
      const table = tables.find((one) => one.name === name);
      if (!table) continue; // what is given back is none of this pool's own
      const gone = await rows.absent(
        table,
        entries.map(({ id }) => id),
      );
      await check(); // absent from the right database
      if (gone.length > 0) await book.setGone(module, gone, true);
    }
    getsOn();
    const last = some.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
