import { BATCH_ITEMS } from "#lib/domain/limits.ts";
import { bookTable } from "#lib/domain/returned.ts";
import type { ReturnSource } from "#lib/ports/row-returns.ts";
import type { Here } from "./inventory.ts";

/** Drops what was to be given back from these sources and has not left. */
export async function forgetReturns(
  { module, tables, store: { book } }: Here,
  ...sources: readonly ReturnSource[]
): Promise<void> {
  const names = sources.flatMap((source) => tables.map(({ name }) => bookTable(source, name)));
  const mark = await book.mark();
  for (;;) {
    const some = await book.next(module, "images", mark, BATCH_ITEMS, names);
    if (some.length === 0) return;
    await book.drop(
      module,
      some.map((entry) => entry.id),
    );
  }
}
