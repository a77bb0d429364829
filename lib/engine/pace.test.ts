import { expect, test } from "vitest";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { Pace } from "./pace.ts";

test("a loop does not rest while there is something, looks soon for more for a while, and then idles", () => {
  const clock = new FakeClock();
  const pace = new Pace(clock);
  expect(pace.restMs(false)).toBe(250);
  expect([pace.restMs(true), pace.restMs(true), pace.restMs(false)]).toEqual([0, 0, 20]);
  clock.travel(999);
  expect(pace.restMs(false)).toBe(20);
  clock.travel(1);
  expect(pace.restMs(false)).toBe(250);
  expect([pace.restMs(true), pace.restMs(false)]).toEqual([0, 20]);
});
