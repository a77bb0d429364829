import { BATCH_ITEMS } from "#lib/domain/limits.ts";
import type { WaitingRow } from "#lib/ports/user-store.ts";

/** Entries of one table that go together. */
export type Chunk = { readonly table: string; readonly ids: readonly number[] };

/**
 * Pure: the oldest entries grouped by table, so that tables that alternate do not make tiny batches. Between different
 * keys order does not matter within a package. Takes entries in their order until one would need a batch too many.
 */
export function planChunks(entries: readonly WaitingRow[], batches: number): Chunk[] {
  const chunks: { table: string; ids: number[] }[] = [];
  const filling = new Map<string, number[]>();
  for (const { id, table } of entries) {
    let ids = filling.get(table);
    if (ids === undefined || ids.length === BATCH_ITEMS) {
      if (chunks.length === batches) break;
      ids = [];
      filling.set(table, ids);
      chunks.push({ table, ids });
    }
    ids.push(id);
  }
  return chunks;
}
