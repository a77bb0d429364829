import { expect, test } from "vitest";
import type { Clock } from "#lib/ports/clock.ts";
import { Bell } from "./bell.ts";

/** Nothing ends by itself: who rests is woken, or told to stop. Zero is over at once. */
function standing(): { readonly clock: Clock; readonly rests: number[] } {
  const rests: number[] = [];
  const sleep: Clock["sleep"] = (ms, signal) => {
    rests.push(ms);
    if (ms === 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true }));
  };
  return { clock: { now: () => 0, elapsed: () => 0, sleep }, rests };
}

test("a rest ends when the bell rings", async () => {
  const { clock } = standing();
  const bell = new Bell();
  const rest = bell.rest(clock, 250, new AbortController().signal);
  bell.ring();
  await rest;
});

test("what rang before a rest makes it short, once", async () => {
  const { clock, rests } = standing();
  const bell = new Bell();
  const stop = new AbortController();
  bell.ring();
  bell.ring();
  await bell.rest(clock, 250, stop.signal);
  const second = bell.rest(clock, 250, stop.signal);
  bell.ring();
  await second;
  expect(rests).toEqual([0, 250]);
});

test("a rest ends when everything stops, and none begins after that", async () => {
  const { clock } = standing();
  const bell = new Bell();
  const stop = new AbortController();
  const rest = bell.rest(clock, 250, stop.signal);
  stop.abort();
  await rest;
  await bell.rest(clock, 250, stop.signal);
});
