import { expect, test } from "vitest";
import { FAULT_CODES } from "./fault.ts";
import { REASONS } from "./reasons.ts";

const ENTRIES = Object.entries(REASONS);

test.each(ENTRIES)("%s has its words, each a sentence of its own", (_code, { says, next }) => {
  for (const words of [says, next]) {
    expect(words).toMatch(/^[A-Z].{5,}\.$/);
    expect(words).toBe(words.trim());
  }
});

test.each(FAULT_CODES)("the fault %s has words", (code) => {
  expect(REASONS[code]).toBeDefined();
});

test("no two reasons say the same: one cause is one sentence", () => {
  expect(new Set(ENTRIES.map(([, { says }]) => says)).size).toBe(ENTRIES.length);
});
