import { parentPort } from "node:worker_threads";
import { asFault } from "#lib/domain/fault.ts";
import type { Found } from "#lib/ports/item-finder.ts";
import type { LossPage } from "#lib/ports/loss-list.ts";
import { type LossPageOrder, lossPage } from "#lib/stores/sqlite/user-store/loss-page.ts";
import type { AsideAnswer } from "./aside.ts";
import { type FindOrder, findItems } from "./find-items.ts";

/* The thread that reads stores for doors. */

type LossTask = { readonly is: "loss-page" } & LossPageOrder;
type FindTask = { readonly is: "find" } & FindOrder;

export type AsideOrder = LossTask | FindTask;
export type AsideResult<Order extends AsideOrder> = Order extends LossTask ? LossPage : Found;

function obey(order: AsideOrder): LossPage | Found {
  switch (order.is) {
    case "loss-page":
      return lossPage(order);
    case "find":
      return findItems(order, Date.now);
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
