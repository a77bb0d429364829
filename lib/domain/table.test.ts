import { describe, expect, test } from "vitest";
import { FAULT_CODES } from "./fault.ts";
import { PROBLEM_CODES } from "./problem.ts";
import { HELPS } from "./reasons.ts";
import { ENTRY_KINDS, entriesOf, TABLE } from "./table.ts";

describe.each(TABLE)("$kind $code", (row) => {
  test("has its words, each sentence by itself", () => {
    for (const words of [row.says, row.risk, row.next]) {
      expect(words).toMatch(/^[A-Z].{5,}\.$/);
      expect(words).toBe(words.trim());
    }
    expect([null, ...HELPS]).toContain(row.helps);
  });

  test("has a place of its own in the guide, and is found in any case", () => {
    expect(TABLE.filter(({ id }) => id === row.id)).toEqual([row]);
    expect(encodeURIComponent(row.id)).toBe(row.id);
    expect(entriesOf(row.code.toUpperCase())).toContain(row);
  });
});

test.each([...FAULT_CODES, ...Object.keys(PROBLEM_CODES), "FinalState", "NormalState"])("%s has a row", (code) => {
  expect(entriesOf(code).length).toBeGreaterThan(0);
});

test("a code that is both a reason and a refusal has one row; a state that is both an export's and an import's has two", () => {
  expect(entriesOf("pool-elsewhere").map(({ kind }) => kind)).toEqual(["reason"]);
  expect(entriesOf("errorstate").map(({ id }) => id)).toEqual(["ErrorState", "import-ErrorState"]);
  expect(entriesOf("nothing")).toEqual([]);
});

test("no two rows of a kind say the same: one cause is one sentence", () => {
  for (const kind of ENTRY_KINDS) {
    const says = TABLE.filter((row) => row.kind === kind).map((row) => row.says);
    expect(new Set(says).size).toBe(says.length);
  }
});

test("a step that names a button has it", () => {
  for (const { next, helps, code } of TABLE)
    if (next.startsWith("Press Sync now")) expect([code, helps]).toEqual([code, "sync-now"]);
});
