import { expect, test } from "vitest";
import { lossQuery } from "./told-loss.ts";

test.each([
  [{}, "?"],
  [{ order: "oldest" }, "?"],
  [{ order: "newest" }, "?order=newest"],
  [{ order: "newest", page: "a b" }, "?order=newest&page=a+b"],
  [{ page: "" }, "?"],
] as const)("%j is the address %s", (asked, address) => {
  expect(lossQuery(asked)).toBe(address);
});
