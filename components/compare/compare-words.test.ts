import { expect, test } from "vitest";
import { apartWords, differsWords, extentWords, verifiedWords } from "./compare-words.ts";

const ROW = { one: "row", many: "rows" };
const AT = "2026-11-21T12:00:00.000Z";
const FOUND = {
  Depth: "full",
  IsScheduled: false,
  At: AT,
  EndedAt: AT,
  Equal: 1204,
  Read: 60,
  Different: 0,
  Missing: 0,
  Extra: 0,
  OwnedByBoth: 0,
  Changing: 0,
  Held: 0,
  Refused: 0,
  Unnamed: 0,
} as const;

test.each([
  ["full", "1,204 rows, read whole on both sides"],
  ["sample", "1,204 rows; a sample of 60 was read, of the others size, time and mode"],
  ["stat", "1,204 rows by size, time and mode; no content was read"],
] as const)("what was compared by %s says so", (Depth, words) => {
  expect(extentWords({ ...FOUND, Depth }, ROW)).toBe(words);
  expect(verifiedWords({ ...FOUND, Depth }, ROW)).toEqual([{ at: AT }, `: ${words}`]);
});

test("what was never verified says that, and nothing else", () => {
  expect(verifiedWords(null, ROW)).toEqual(["Not yet: no compare of it has ended with everything equal."]);
});

test("what differs and what is told apart are counted by their kinds", () => {
  expect([differsWords(FOUND), apartWords(FOUND)]).toEqual([null, null]);
  expect(differsWords({ ...FOUND, Different: 1, Missing: 2000, OwnedByBoth: 1 })).toBe(
    "1 different, 2,000 missing there, 1 owned by both pools",
  );
  expect(apartWords({ ...FOUND, Changing: 3, Refused: 1 })).toBe(
    "3 changed or on their way meanwhile, 1 refused by the partner",
  );
});
