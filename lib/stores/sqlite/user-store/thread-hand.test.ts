import { afterEach, beforeEach, expect, test } from "vitest";
import { ThreadHand } from "./thread-hand.ts";

/** Answers an order with the number of its thread and what it was told. */
const SCRIPT = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from "node:worker_threads";
    parentPort.on("message", (order) => parentPort.postMessage({ is: "done", result: [threadId, order] }));`)}`,
);

let hand: ThreadHand<string, [thread: number, order: string]>;
/** What is to happen when nothing happened for a while; null when it was called off. */
let idle: (() => void) | null = null;

beforeEach(() => {
  hand = new ThreadHand(SCRIPT, null, (then) => {
    idle = then;
    return () => {
      idle = null;
    };
  });
});
afterEach(() => hand.close());

test("a thread that had nothing to do for a while leaves, and the next order finds another", async () => {
  const [first] = await hand.ask("a");
  expect(await hand.ask("b")).toEqual([first, "b"]);
  idle?.();
  const [second, order] = await hand.ask("c");
  expect([second === first, order]).toEqual([false, "c"]);
});

test("one that has something to do stays", async () => {
  const [first] = await hand.ask("a");
  const late = idle;
  const answer = hand.ask("b");
  expect(idle, "it was called off").toBeNull();
  late?.();
  expect(await answer).toEqual([first, "b"]);
});
