import { BATCH_ITEMS } from "#lib/domain/limits.ts";
import type { WaitingRun } from "#lib/ports/user-store.ts";

/** Entries of one table that go together. */
export type Chunk = { readonly table: string; readonly ids: readonly number[] };

/**
 * Pure: the oldest entries grouped by table, so that tables that alternate do not make tiny batches. Between different
 * keys order does not matter within a package. Takes entries in their order until one would need a batch too many.
 */
export function planChunks(runs: readonly WaitingRun[], batches: number): Chunk[] {
  const chunks: { table: string; ids: number[] }[] = [];
  const filling = new Map<string, number[]>();
  for (const { table, ids } of runs) {
    for (let at = 0; at < ids.length; ) {
      let chunk = filling.get(table);
      if (chunk === undefined || chunk.length === BATCH_ITEMS) {
        if (chunks.length === batches) return chunks;
        chunk = [];
        filling.set(table, chunk);
        chunks.push({ table, ids: chunk });
      }
      const some = ids.slice(at, at + BATCH_ITEMS - chunk.length);
      chunk.push(...some);
      at += some.length;
    }
  }
  return chunks;
}
