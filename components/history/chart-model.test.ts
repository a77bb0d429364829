import { expect, test } from "vitest";
import { NOW, seconds } from "#lib/testkit/snapshot.ts";
import { samplePoint, samplesView } from "#lib/testkit/told-history.ts";
import { chartModel, pointNear } from "./chart-model.ts";

const at = (after: number) => Date.parse(seconds(after));
const spoken = (points: readonly (readonly [since: number, at: number, items?: number])[], from = 0, to = 600) =>
  chartModel(
    samplesView(
      points.map(([since, upTo, items = 0]) =>
        samplePoint({ Since: seconds(since), At: seconds(upTo), PendingItems: items, PendingItemsMost: items }),
      ),
      { From: seconds(from), To: seconds(to) },
    ),
  );
const inSeconds = (ms: number) => (ms - Date.parse(NOW)) / 1000;

test("what was known all the time is one line without a gap", () => {
  const { rows, gaps } = spoken([
    [0, 60, 1],
    [60, 600, 5],
  ]);
  expect(gaps).toEqual([]);
  expect(rows.map((row) => [inSeconds(row.at), row.waiting])).toEqual([
    [0, 1],
    [60, 1],
    [600, 5],
  ]);
});

test("what was not known is a gap in the line and hatched: before, between and after", () => {
  const { rows, gaps } = spoken([
    [100, 160, 3],
    [300, 360, 4],
  ]);
  expect(gaps.map(({ from, to }) => [inSeconds(from), inSeconds(to)])).toEqual([
    [0, 100],
    [160, 300],
    [360, 600],
  ]);
  expect(rows.map((row) => [Math.floor(inSeconds(row.at)), row.waiting])).toEqual([
    [100, 3],
    [160, 3],
    [160, null],
    [300, 4],
    [360, 4],
  ]);
});

test("a pause of no more than 15 s is none", () => {
  const { gaps, rows } = spoken(
    [
      [0, 60],
      [75, 590],
    ],
    0,
    600,
  );
  expect(gaps).toEqual([]);
  expect(rows.every(({ waiting }) => waiting !== null)).toBe(true);
});

test("nothing known at all is one gap", () => {
  const { rows, gaps } = spoken([]);
  expect([rows, gaps]).toEqual([[], [{ from: at(0), to: at(600) }]]);
});

test("the point next to a moment", () => {
  const points = [samplePoint({ At: seconds(0) }), samplePoint({ At: seconds(60) })];
  expect([pointNear(points, at(20)), pointNear(points, at(31)), pointNear([], at(0))]).toEqual([0, 1, null]);
});
