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

/** Of a backlog: the chunks of this package, and those of the next where this one takes nothing but full batches. */
export function planBacklog(
  runs: readonly WaitingRun[],
  batches: number,
): { readonly chunks: Chunk[]; readonly later: readonly Chunk[] } {
  const [now, rest] = splitRuns(runs, batches * BATCH_ITEMS);
  const chunks = planChunks(now, batches);
  const isFull = chunks.length === batches && chunks.every(({ ids }) => ids.length === BATCH_ITEMS);
  return { chunks, later: isFull ? planChunks(rest, batches) : [] };
}

/** The runs of the first `items` entries, and those of the others. */
function splitRuns(runs: readonly WaitingRun[], items: number): [WaitingRun[], WaitingRun[]] {
  const now: WaitingRun[] = [];
  const rest: WaitingRun[] = [];
  let left = items;
  for (const { table, ids } of runs) {
    if (left > 0) now.push({ table, ids: ids.slice(0, left) });
    if (ids.length > left) rest.push({ table, ids: ids.slice(left) });
    left = Math.max(0, left - ids.length);
  }
  return [now, rest];
}
