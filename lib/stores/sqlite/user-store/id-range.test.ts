import { expect, test } from "vitest";
import { rangeOf } from "./id-range.ts";

test.each([
  [[5, 6, 7], { from: 5, to: 7 }],
  [[9], { from: 9, to: 9 }],
  [[5, 7], null],
  [[5, 5, 7], null],
  [[7, 6, 5], null],
  [[], null],
])("%j is a range only without gap, repetition or turn", (ids, range) => {
  expect(rangeOf(ids)).toEqual(range);
});
