import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NOON, SECOND } from "#lib/testkit/builders.ts";
import { type Progress, paceOf, timeFor } from "./time-left.ts";

const HALF_WAY: Progress = {
  totalItems: 100,
  leftItems: 40,
  inFlightItems: 10,
  totalBytes: 1000,
  leftBytes: 500,
  sendingSince: NOON,
  at: NOON + 10 * SECOND,
};

test("half of it in ten seconds: five items and fifty bytes a second, about ten seconds left", () => {
  expect(paceOf(HALF_WAY)).toEqual({
    itemsPerSecond: 5,
    bytesPerSecond: 50,
    left: { atLeastMs: 7_500, atMostMs: 15_000 },
  });
});

test("few large items last: by items little is left, by bytes much, and the range holds both", () => {
  const { left } = paceOf({ ...HALF_WAY, leftItems: 10, inFlightItems: 0, leftBytes: 900 });
  expect(left?.atLeastMs).toBeCloseTo((10 / 9) * 1000 * 0.75);
  expect(left?.atMostMs).toBeCloseTo(90_000 * 1.5);
});

test("bytes that nobody knows leave the reckoning by items", () => {
  for (const unknown of [{ totalBytes: null }, { leftBytes: null }])
    expect(paceOf({ ...HALF_WAY, ...unknown })).toEqual({
      itemsPerSecond: 5,
      bytesPerSecond: null,
      left: { atLeastMs: 7_500, atMostMs: 15_000 },
    });
});

describe("no time is told", () => {
  const nothing = { itemsPerSecond: null, bytesPerSecond: null, left: null };
  test.each<[string, Partial<Progress>]>([
    ["before anything could be sent", { sendingSince: null }],
    ["before the look has counted", { totalItems: null }],
    ["in the first moments", { at: NOON + 1_999 }],
    ["when the clock was set back", { at: NOON - SECOND }],
  ])("%s", (_, more) => {
    expect(paceOf({ ...HALF_WAY, ...more })).toEqual(nothing);
  });

  test("while nothing is through", () => {
    expect(paceOf({ ...HALF_WAY, leftItems: 100, inFlightItems: 0, leftBytes: 1000 })).toEqual(nothing);
  });

  test("when nothing is left", () => {
    expect(paceOf({ ...HALF_WAY, leftItems: 0, inFlightItems: 0, leftBytes: 0 }).left).toBeNull();
  });
});

test("a run that goes on evenly is over within the range that is told at any moment", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 1_000_000 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (totalItems, msEach, share) => {
        const done = Math.max(1, Math.floor(totalItems * share));
        const at = NOON + done * msEach;
        const progress = {
          ...HALF_WAY,
          totalItems,
          leftItems: totalItems - done,
          inFlightItems: 0,
          leftBytes: null,
          at,
        };
        const { left } = paceOf(progress);
        if (left === null) return;
        const exactMs = (totalItems - done) * msEach;
        expect(left.atLeastMs).toBeLessThanOrEqual(exactMs);
        expect(left.atMostMs).toBeGreaterThanOrEqual(exactMs);
      },
    ),
  );
});

test.each([
  ["nothing takes no time", { items: 0, bytes: 0 }, { atLeastMs: 0, atMostMs: 0 }],
  [
    "by items and by bytes, whatever is longer and shorter",
    { items: 100, bytes: 4_000 },
    { atLeastMs: 1_500, atMostMs: 15_000 },
  ],
  ["by items alone where sizes are not known", { items: 100, bytes: null }, { atLeastMs: 7_500, atMostMs: 15_000 }],
])("what a measured pace says of the next run: %s", (_, much, range) => {
  expect(timeFor(much, { itemsPerSecond: 10, bytesPerSecond: 2_000 })).toEqual(range);
});

test("a pace that was never measured says nothing", () => {
  expect(timeFor({ items: 1, bytes: 1 }, { itemsPerSecond: null, bytesPerSecond: null })).toBeNull();
});
