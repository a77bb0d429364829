import { expect, test } from "vitest";
import { leftOfLift } from "./lift.ts";

const LIFT = { at: 1_000_000, ms: 60_000 };

test.each([
  ["at its beginning all of it", 1_000_000, 60_000],
  ["later what is left", 1_045_000, 15_000],
  ["at its end nothing", 1_060_000, 0],
  ["after it nothing", 9_000_000, 0],
  ["by a clock that was set back no more than was asked for", 5, 60_000],
])("%s", (_, now, left) => {
  expect(leftOfLift(LIFT, now)).toBe(left);
});
