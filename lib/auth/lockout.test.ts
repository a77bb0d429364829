import { expect, test } from "vitest";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { openLockout } from "./lockout.ts";

const MINUTE = 60_000;
const misses = (lockout: ReturnType<typeof openLockout>, name: string, times: number) =>
  Array.from({ length: times }, () => lockout.miss(name));

test("ten wrong tries within a quarter of an hour lock the name for another, and are told once", () => {
  const clock = new FakeClock();
  const lockout = openLockout(clock);
  expect(misses(lockout, "grace", 9)).toEqual(Array(9).fill(null));
  expect(lockout.until("grace")).toBeNull();
  const until = clock.now() + 15 * MINUTE;
  expect(misses(lockout, " Grace", 3)).toEqual([until, null, null]);
  expect([lockout.until("GRACE"), lockout.until("ada")]).toEqual([until, null]);
  clock.travel(15 * MINUTE - 1);
  expect(lockout.until("grace")).toBe(until);
  clock.travel(1);
  expect(lockout.until("grace")).toBeNull();
  expect(misses(lockout, "grace", 9)).toEqual(Array(9).fill(null));
});

test("tries of before count no more after a quarter of an hour, nor after somebody came in", () => {
  const clock = new FakeClock();
  const lockout = openLockout(clock);
  misses(lockout, "grace", 9);
  clock.travel(15 * MINUTE);
  expect(misses(lockout, "grace", 9)).toEqual(Array(9).fill(null));
  lockout.clear("grace");
  expect(misses(lockout, "grace", 9)).toEqual(Array(9).fill(null));
  expect(lockout.miss("grace")).not.toBeNull();
  lockout.clear("grace");
  expect(lockout.until("grace")).toBeNull();
});

test("a clock that was set back locks nobody for longer", () => {
  const clock = new FakeClock();
  const lockout = openLockout(clock);
  misses(lockout, "grace", 10);
  clock.set(clock.now() - 60 * MINUTE);
  expect(lockout.until("grace")).toBeNull();
});

test("no name that is tried is forgotten for others, as far as all the world gets through", () => {
  const lockout = openLockout(new FakeClock());
  misses(lockout, "grace", 10);
  for (let n = 0; n < 20 * 15; n += 1) lockout.miss(`somebody ${n}`);
  expect(lockout.until("grace")).not.toBeNull();
});
