import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";

const PAGE = 5_000;

/**
 * Forgets every deletion of a lost data set that the partner has not acknowledged. Who removes a store removes what is in it
 * first: what was found gone just before it was lost is part of the loss, and no loss is a deletion (DESIGN L9). To be called
 * when nothing is in flight.
 */
export async function takeBackDeletions(book: LaneBook, module: ModuleName, tables: readonly string[]): Promise<void> {
  for (;;) {
    const waiting = await book.next(module, "tombstones", await book.mark(), PAGE, tables);
    if (waiting.length === 0) return;
    await book.takeBack(
      module,
      waiting.map((entry) => entry.id),
    );
  }
}
