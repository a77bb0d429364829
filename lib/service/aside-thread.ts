import { parentPort } from "node:worker_threads";
import { asFault } from "#lib/domain/fault.ts";
import type { LargestFile, PoolSight, Seen } from "#lib/domain/pool-sight.ts";
import type { Holding } from "#lib/ports/holdings.ts";
import type { Found } from "#lib/ports/item-finder.ts";
import type { LossPage } from "#lib/ports/loss-list.ts";
import { type LossPageOrder, lossPage } from "#lib/stores/sqlite/user-store/loss-page.ts";
import type { AsideAnswer } from "./aside.ts";
import { countHolding, type HoldingOrder } from "./count-holding.ts";
import { type FindOrder, findItems } from "./find-items.ts";
import { type LargestFileOrder, largestFileOf, lookAtPool, type PoolLookOrder } from "./look-at-pool.ts";

/* The thread that reads stores for doors. */

type LossTask = { readonly is: "loss-page" } & LossPageOrder;
type HoldingTask = { readonly is: "holding" } & HoldingOrder;
type FindTask = { readonly is: "find" } & FindOrder;
type LookTask = { readonly is: "look" } & PoolLookOrder;
type LargestTask = { readonly is: "largest-file" } & LargestFileOrder;

export type AsideOrder = LossTask | FindTask | HoldingTask | LookTask | LargestTask;
/** What each is answered with. */
type Results = {
  readonly "loss-page": LossPage;
  readonly find: Found;
  readonly holding: Holding | null;
  readonly look: PoolSight;
  readonly "largest-file": Seen<LargestFile>;
};
export type AsideResult<Order extends AsideOrder> = Results[Order["is"]];

function obey(order: AsideOrder): Results[AsideOrder["is"]] {
  switch (order.is) {
    case "loss-page":
      return lossPage(order);
    case "find":
      return findItems(order, Date.now);
    case "look":
      return lookAtPool(order, Date.now);
    case "largest-file":
      return largestFileOf(order, Date.now);
    case "holding":
      return countHolding(order, Date.now);
  }
}

parentPort?.on("message", (order: AsideOrder) => {
  let answer: AsideAnswer;
  try {
    answer = { is: "done", result: obey(order) };
  } catch (thrown) {
    const { code, message, path } = asFault(thrown);
    answer = { is: "failed", code, sentence: message, path };
  }
  parentPort?.postMessage(answer);
});
