import { expect, test } from "vitest";
import { canaryWords } from "./canary-words.ts";

test.each([
  [0.4, "after 0.4 s"],
  [12, "after 12 s"],
  [61.2, "after 1 min 1 s"],
])("a canary that took %s s is told with its way", (seconds, words) => {
  expect(canaryWords(seconds, "pool1", "pool2")).toBe(`Canary: written on pool1, read on pool2 ${words}`);
});
