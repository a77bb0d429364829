import { expect, test } from "vitest";
import { shardsOf, sideBySide } from "./shards.ts";

test("a list is cut where its pieces weigh enough, and every piece holds one", () => {
  expect(shardsOf([1, 2, 3, 9, 1], (one) => one, 3)).toEqual([[1, 2], [3], [9], [1]]);
});

test("work runs side by side, so many at a time, with results in order", async () => {
  let running = 0;
  let most = 0;
  const results = await sideBySide([5, 1, 3, 2], 2, async (turns) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    running -= 1;
    return turns * 10;
  });
  expect([results, most]).toEqual([[50, 10, 30, 20], 2]);
});

test("the first that fails stops what has not begun, and is told when what runs has ended", async () => {
  const ended: number[] = [];
  const all = sideBySide([1, 2, 3, 4], 2, async (one) => {
    if (one === 1) throw new Error("first");
    for (let turn = 0; turn < 9; turn++) await Promise.resolve();
    ended.push(one);
  });
  await expect(all).rejects.toThrow("first");
  expect(ended).toEqual([2]);
});
