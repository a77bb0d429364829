import { beforeEach, describe, expect, test } from "vitest";
import { Schedule } from "./schedule.ts";

const MINUTE = 60_000;
const INTERVAL = 2 * MINUTE;

let schedule: Schedule;
beforeEach(() => {
  schedule = new Schedule(0);
});
const begin = (now: number, isAsked = false) => schedule.begin(now, INTERVAL, isAsked, false);

describe("a lane's cycles", () => {
  test("begin at service start and then every interval (D18)", () => {
    expect(schedule.dueAt).toBe(0);
    expect(schedule.begin(0, INTERVAL, false, true)).toBe(true);
    schedule.ended(5_000, INTERVAL);
    expect(schedule.dueAt).toBe(INTERVAL);
  });

  test("one that took longer than the interval skips ticks and overlaps nothing (DOMAIN 10 no. 1)", () => {
    begin(0);
    schedule.ended(5 * MINUTE, INTERVAL);
    expect(schedule.dueAt).toBe(6 * MINUTE);
  });

  test("another interval counts from the beginning of the window (DOMAIN 10 no. 2)", () => {
    begin(INTERVAL);
    schedule.ended(INTERVAL + 1, 3 * 3_600_000);
    expect(schedule.dueAt).toBe(INTERVAL + 3 * 3_600_000);
    schedule.ended(INTERVAL + 1, 5_000);
    expect(schedule.dueAt).toBe(INTERVAL + 5_000);
  });

  test("a failed one is tried again after a pause, earlier only when somebody asks", () => {
    begin(0);
    schedule.retryAfter(1_000, 10_000);
    expect([schedule.dueAt, schedule.dueWhenAsked(2_000)]).toEqual([11_000, 11_000]);
    schedule.forgive();
    expect(schedule.dueWhenAsked(2_000)).toBe(2_000);
  });
});

describe("a window of the interval (D13)", () => {
  test("is shared by woken and repeated cycles, so that they carry no more than the limits allow", () => {
    schedule.begin(0, INTERVAL, false, true);
    schedule.ended(1, INTERVAL);
    expect(begin(30_000)).toBe(false);
    expect(begin(INTERVAL - 1)).toBe(false);
    schedule.ended(INTERVAL - 1, INTERVAL);
    expect(schedule.dueAt).toBe(INTERVAL);
    expect(begin(INTERVAL)).toBe(true);
  });

  test("begins anew when somebody asks: the job is not bounded (D18)", () => {
    schedule.begin(0, INTERVAL, false, true);
    expect(begin(30_000, true)).toBe(true);
  });

  test("a change wakes the lane at most once a second, and less often when a look takes long", () => {
    begin(0);
    schedule.ended(1, INTERVAL);
    expect(schedule.dueWhenWoken(0)).toBe(1_000);
    expect(schedule.dueWhenWoken(20_000)).toBe(20_000);
    expect(schedule.dueWhenWoken(10 * MINUTE)).toBe(INTERVAL);
  });
});
