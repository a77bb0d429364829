import { expect, test } from "vitest";
import { duration } from "#lib/domain/duration.ts";
import { type Figure, valueMarks } from "./value-axis.ts";

test.each<[figure: Figure, most: number, marks: readonly number[]]>([
  ["items", 0, [0, 1, 2, 3, 4]],
  ["items", 63, [0, 20, 40, 60, 80]],
  ["items", 1_220, [0, 500, 1_000, 1_500]],
  ["bytes", 12_000_000, [0, 5_000_000, 10_000_000, 15_000_000]],
  ["age", 3, [0, 15, 30, 45, 60]],
  ["age", 435, [0, 120, 240, 360, 480]],
  ["age", 40_000, [0, 21_600, 43_200]],
])("%s up to %d", (figure, most, marks) => {
  expect(valueMarks(figure, most)).toEqual(marks);
});

test("ages are marked with one word each, and nothing is above the last", () => {
  for (let seconds = 1; seconds < 5_000_000; seconds = Math.ceil(seconds * 1.3)) {
    const marks = valueMarks("age", seconds);
    expect(marks.at(-1)).toBeGreaterThanOrEqual(seconds);
    expect(marks.length).toBeLessThanOrEqual(6);
    for (const mark of marks) expect(duration(mark * 1000)).toMatch(/^\d+ (s|min|h|d)$/);
  }
});
