import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_CONFIGURATION } from "./configuration.ts";
import {
  DEFAULT_SYNC_INTERVAL,
  formatSyncInterval,
  MAX_SYNC_INTERVAL_MS,
  MIN_SYNC_INTERVAL_MS,
  type SyncInterval,
  syncInterval,
} from "./sync-interval.ts";

test.each([
  ["the shortest", "00:00:05", 5_000],
  ["the shortest with a fraction", "00:00:05.001", 5_001],
  ["the default", "00:02:00", 120_000],
  ["the longest", "03:00:00", 10_800_000],
  ["a moment below the longest", "02:59:59.999", 10_799_999],
  ["the longest with zeros behind", "03:00:00.0000000", 10_800_000],
  ["a fraction in ticks of 100 ns", "00:00:10.5000000", 10_500],
  ["a fraction of one digit", "00:00:10.5", 10_500],
  ["one digit of hours", "1:00:00", 3_600_000],
  ["spaces around", " 00:02:00\n", 120_000],
])("%s is an interval: %j", (_sentence, text, ms) => {
  expect(syncInterval(text)).toBe(ms);
});

test.each([
  ["4.999 s", "00:00:04.999"],
  ["a tick below 5 s", "00:00:04.9999999"],
  ["3 h and a tick", "03:00:00.0000001"],
  ["3 h and 1 ms", "03:00:00.001"],
  ["3 h and 1 s", "03:00:01"],
  ["nothing at all", "00:00:00"],
  ["a negative time", "-00:01:00"],
  ["a word", "soon"],
  ["an empty text", ""],
  ["bare seconds", "120"],
  ["minutes and seconds", "02:00"],
  ["60 minutes", "00:60:00"],
  ["60 seconds", "00:00:60"],
  ["a day in front", "1.00:00:00"],
  ["a fraction without digits", "00:02:00."],
  ["a fraction beyond ticks", "00:02:00.12345678"],
  ["a comma", "00:02:00,5"],
  ["digits of another script", "٠٠:٠٢:٠٠"],
  ["two intervals", "00:02:00 00:02:00"],
])("%s is none: %j (DOMAIN 10 no. 2)", (_sentence, text) => {
  expect(syncInterval(text)).toBeNull();
});

test.each([
  [5_000, "00:00:05"],
  [120_000, "00:02:00"],
  [90_061, "00:01:30.061"],
  [10_800_000, "03:00:00"],
])("%d ms is written %s", (ms, text) => {
  expect(formatSyncInterval(ms as SyncInterval)).toBe(text);
});

test("every interval within the bounds is read as it was written", () => {
  fc.assert(
    fc.property(fc.integer({ min: MIN_SYNC_INTERVAL_MS, max: MAX_SYNC_INTERVAL_MS }), (ms) => {
      expect(syncInterval(formatSyncInterval(ms as SyncInterval))).toBe(ms);
    }),
  );
});

test("nothing that is read lies outside the bounds, whatever is typed", () => {
  const number = fc.nat({ max: 99 }).map((n) => String(n).padStart(2, "0"));
  const text = fc.oneof(
    fc.string(),
    fc.tuple(number, number, number).map((parts) => parts.join(":")),
  );
  fc.assert(
    fc.property(text, (typed) => {
      const read = syncInterval(typed);
      expect(read === null || (read >= MIN_SYNC_INTERVAL_MS && read <= MAX_SYNC_INTERVAL_MS)).toBe(true);
    }),
  );
});

test("a deployment begins with two minutes", () => {
  expect(DEFAULT_CONFIGURATION.syncInterval).toBe(DEFAULT_SYNC_INTERVAL);
});
