import { expect, test } from "vitest";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { keptInMemory } from "#lib/testkit/kept-in-memory.ts";
import { type Lockout, openLockout } from "./lockout.ts";

const MINUTE = 60_000;
const misses = async (lockout: Lockout, name: string, times: number) => {
  const told = [];
  for (let n = 0; n < times; n += 1) told.push(await lockout.miss(name));
  return told;
};

test("ten wrong tries within a quarter of an hour lock the name for another, and are told once", async () => {
  const clock = new FakeClock();
  const lockout = openLockout(clock, keptInMemory());
  expect(await misses(lockout, "grace", 9)).toEqual(Array(9).fill(null));
  expect(await lockout.until("grace")).toBeNull();
  const until = clock.now() + 15 * MINUTE;
  expect(await misses(lockout, " Grace", 3)).toEqual([until, null, null]);
  expect([await lockout.until("GRACE"), await lockout.until("ada")]).toEqual([until, null]);
  clock.travel(15 * MINUTE - 1);
  expect(await lockout.until("grace")).toBe(until);
  clock.travel(1);
  expect(await lockout.until("grace")).toBeNull();
  expect(await misses(lockout, "grace", 9)).toEqual(Array(9).fill(null));
});

test("tries of before count no more after a quarter of an hour, nor after somebody came in", async () => {
  const clock = new FakeClock();
  const lockout = openLockout(clock, keptInMemory());
  await misses(lockout, "grace", 9);
  clock.travel(15 * MINUTE);
  expect(await misses(lockout, "grace", 9)).toEqual(Array(9).fill(null));
  await lockout.clear("grace");
  expect(await misses(lockout, "grace", 9)).toEqual(Array(9).fill(null));
  expect(await lockout.miss("grace")).not.toBeNull();
  await lockout.clear("grace");
  expect(await lockout.until("grace")).toBeNull();
});

test("a clock that was set back locks nobody for longer", async () => {
  const clock = new FakeClock();
  const lockout = openLockout(clock, keptInMemory());
  await misses(lockout, "grace", 10);
  clock.set(clock.now() - 60 * MINUTE);
  expect(await lockout.until("grace")).toBeNull();
});

test("a restart gives no new tries, and ends no lock", async () => {
  const clock = new FakeClock();
  const kept = keptInMemory();
  await misses(openLockout(clock, kept), "grace", 9);
  expect(await openLockout(clock, kept).miss("grace")).not.toBeNull();
  expect(await openLockout(clock, kept).until("grace")).not.toBeNull();
});
