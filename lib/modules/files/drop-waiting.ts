import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";

const PAGE = 5_000;

/**
 * Forgets images of a data set that is about to be restored, be they pending or on their way. Their items may be gone: they
 * would keep the older state from coming back, and then turn out to be deletions of it. What is there in the end goes with
 * the baseline; tombstones stay, they are the owner's will. Where all of the data set is lost or given up (`isLost`) they wait as
 * deletions from then on, for the taking back of those that follows: it forgets as well that a deletion of them ever left.
 */
export async function dropWaiting(
  book: LaneBook,
  module: ModuleName,
  tables: readonly string[],
  isLost = false,
): Promise<void> {
  await book.returnFlights(module);
  for (;;) {
    const waiting = await book.next(module, "images", await book.mark(), PAGE, tables);
    if (waiting.length === 0) return;
    const ids = waiting.map((entry) => entry.id);
    if (isLost) await book.setGone(module, ids, true);
    else await book.drop(module, ids);
  }
}
