import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { BatchPlace, RowLot } from "#lib/ports/user-store.ts";
import { ThreadHand } from "./thread-hand.ts";

export type ApplyPlace = { readonly path: string; readonly pool: PoolFqdn; readonly storeId: string };
export type ApplyOrder = {
  readonly home: PoolFqdn;
  readonly lots: readonly RowLot[];
  readonly place: BatchPlace;
  readonly at: string;
};

/** Has lots applied in a thread of their own, so that what the engine exports goes on meanwhile. */
export class ApplyHand {
  readonly #hand: ThreadHand<ApplyOrder, void>;

  constructor(place: ApplyPlace) {
    this.#hand = new ThreadHand(new URL("./apply-thread.ts", import.meta.url), place);
  }

  apply(order: ApplyOrder): Promise<void> {
    return this.#hand.ask(order);
  }

  close(): void {
    this.#hand.close();
  }
}
