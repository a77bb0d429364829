import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { BatchPlace, RowLot } from "#lib/ports/user-store.ts";
import type { UserStoreIdentity } from "./connect.ts";
import { memoryOf } from "./lines.ts";
import { ThreadHand } from "./thread-hand.ts";

/** `inode` is that of the file that the store opened: another at its place is not to be written, and none is to be made. */
export type ApplyPlace = { readonly path: string; readonly identity: UserStoreIdentity; readonly inode: bigint };
export type ApplyOrder = {
  readonly home: PoolFqdn;
  readonly lots: readonly RowLot[];
  readonly place: BatchPlace;
  readonly at: string;
};

/** Has lots, which it takes away, applied in a thread of their own, so that what the engine exports goes on meanwhile. */
export class ApplyHand {
  readonly #hand: ThreadHand<ApplyOrder, void>;

  constructor(place: ApplyPlace) {
    this.#hand = new ThreadHand(new URL("./apply-thread.ts", import.meta.url), place);
  }

  apply(order: ApplyOrder): Promise<void> {
    return this.#hand.ask(order, memoryOf(order.lots));
  }

  close(): void {
    this.#hand.close();
  }
}
