import type { LossCounts } from "#lib/domain/loss.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { UserStoreIdentity } from "./connect.ts";
import type { LossOrder } from "./count-loss.ts";
import type { PendingTally } from "./pending-tally.ts";
import { ThreadHand } from "./thread-hand.ts";

/** `inode` is that of the file that the store opened: another at its place is not to be counted. */
export type LossPlace = {
  readonly path: string;
  readonly identity: UserStoreIdentity;
  readonly inode: bigint;
  readonly tables: readonly RowTable[];
};

/** More entries than this are counted in a thread of their own: telling a million apart takes most of a second. */
const THREAD_ENTRIES = 5_000;

/** Counts a loss, by itself or in a thread that begins with the first that is large. */
export class LossHand {
  readonly #hand: ThreadHand<LossOrder, LossCounts>;

  constructor(place: LossPlace) {
    this.#hand = new ThreadHand(new URL("./loss-thread.ts", import.meta.url), place);
  }

  counts(count: (order: LossOrder) => LossCounts, tally: PendingTally, flying: () => number): LaneBook["loss"] {
    return async (module, tables, refused) => {
      const waiting = tally
        .blocks()
        .reduce((sum, { sums }) => sum + sums.reduce((all, { items }) => all + items, 0), 0);
      const order = { module, tables, refused: refused.map(({ table, key, since }) => ({ table, key, since })) };
      return waiting + flying() > THREAD_ENTRIES ? this.#hand.ask(order) : count(order);
    };
  }

  close(): void {
    this.#hand.close();
  }
}
