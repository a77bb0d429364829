import type { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ExportHand } from "./export-hand.ts";
import type { PendingTally } from "./pending-tally.ts";
import { STRIDE, type StrideOrder, type StrideTaken, strideTaker } from "./take-changes.ts";
import type { Write } from "./write-lock.ts";

/** Takes a stride in the thread while as much as a whole one is recorded; less is sooner done than handed over. */
export function takeAside(
  db: DatabaseSync,
  pool: PoolFqdn,
  tally: PendingTally,
  write: Write,
  hand: ExportHand,
): (order: StrideOrder) => Promise<StrideTaken> {
  const take = strideTaker(db, pool);
  const span = db.prepare("SELECT (SELECT max(id) FROM changes) - (SELECT min(id) FROM changes) + 1 AS n");
  return async (order) => {
    if (Number(span.get()?.n ?? 0) < STRIDE) return write(() => take(order));
    try {
      const { taken, touched } = await hand.take(order);
      for (const id of touched) tally.touch(id);
      return taken;
    } catch (thrown) {
      tally.touchAll(); // a thread that died may have done it before
      throw thrown;
    }
  };
}
