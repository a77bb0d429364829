import { parentPort, type Transferable } from "node:worker_threads";
import { asFault } from "#lib/domain/fault.ts";
import type { ThreadAnswer } from "./thread-hand.ts";

/**
 * The thread's side of a ThreadHand: does orders one after the other. What `open` makes stays open; where it fails, the next
 * order tries again.
 */
export function answerOrders<Order, Result>(
  open: () => (order: Order) => Result | Promise<Result>,
  given: (result: Result) => Transferable[] = () => [],
): void {
  let obey: ReturnType<typeof open> | null = null;
  const answer = async (order: Order): Promise<void> => {
    let answer: ThreadAnswer<Result>;
    let gifts: Transferable[] = [];
    try {
      obey ??= open();
      const result = await obey(order);
      answer = { is: "done", result };
      gifts = given(result);
    } catch (thrown) {
      const { code, message, path } = asFault(thrown);
      answer = { is: "failed", code, sentence: message, path };
    }
    parentPort?.postMessage(answer, gifts);
  };
  let last: Promise<void> = Promise.resolve();
  parentPort?.on("message", (order: Order) => {
    last = last.then(() => answer(order));
  });
}
