import { parentPort } from "node:worker_threads";
import { asFault } from "#lib/domain/fault.ts";
import type { LossPage } from "#lib/ports/loss-list.ts";
import { type LossPageOrder, lossPage } from "#lib/stores/sqlite/user-store/loss-page.ts";
import type { AsideAnswer } from "./aside.ts";

/* The thread that reads stores for doors. */

export type AsideOrder = { readonly is: "loss-page" } & LossPageOrder;
export type AsideResult<Order extends AsideOrder> = Order extends { is: "loss-page" } ? LossPage : never;

function obey(order: AsideOrder): LossPage {
  return lossPage(order);
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
