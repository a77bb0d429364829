import { expect, test } from "vitest";
import { dueDepth } from "./compare-schedule.ts";

const HOUR = 3_600_000;
const NOW = 100 * 24 * HOUR;
const done = (full: number | null, sample: number | null, stat: number | null) => ({
  doneAt: {
    full: full === null ? null : NOW - full * HOUR,
    sample: sample === null ? null : NOW - sample * HOUR,
    stat: stat === null ? null : NOW - stat * HOUR,
  },
});

test.each([
  ["files", done(null, null, null), "full"],
  ["files", done(1, 1, 0.5), null],
  ["files", done(10, 10, 1), "stat"],
  ["files", done(30, 24, 1), "sample"],
  ["files", done(168, 24, 1), "full"],
  ["files", done(-1, -1, -1), "full"], // a clock that was set back
  ["rows", done(23, 23, 23), null],
  ["rows", done(24, 24, 24), "full"],
] as const)("%s with %j are compared: %s", (kind, kept, depth) => {
  expect(dueDepth(kind, kept, NOW, HOUR, 0)).toBe(depth);
});

test("a run that has just begun compares nothing by itself, and not all lanes at once", () => {
  const due = (upMs: number, place: number) => dueDepth("rows", done(null, null, null), NOW, upMs, place);
  expect(due(5 * 60_000 - 1, 0)).toBeNull();
  expect(due(5 * 60_000, 0)).toBe("full");
  expect(due(5 * 60_000, 9 * 60_000)).toBeNull();
  expect(due(15 * 60_000, 9 * 60_000)).toBe("full");
});
