import { expect, test } from "vitest";
import { bytes, counted } from "./amount.ts";
import { pageHearing } from "./freshness.ts";
import { clockText, universalText, utcText } from "./time-text.ts";

test.each([
  [0, "0\u00a0B"],
  [999, "999\u00a0B"],
  [1000, "1.0\u00a0kB"],
  [608_000_000, "608\u00a0MB"],
  [999_600_000, "1.0\u00a0GB"],
  [1_440_000_000, "1.4\u00a0GB"],
])("%d bytes are %s", (value, words) => {
  expect(bytes(value)).toBe(words);
});

test("counts have their noun and their thousands", () => {
  const row = { one: "row", many: "rows" };
  expect([counted(1, row), counted(0, row), counted(60_000, row)]).toEqual(["1 row", "0 rows", "60,000 rows"]);
});

test("a moment of today is a time, one of another day says which", () => {
  const now = new Date("2026-11-21T23:30:00Z");
  expect(clockText("2026-11-21T11:52:03.123Z", now, "UTC")).toBe("11:52:03");
  expect(clockText("2026-11-20T11:52:03.123Z", now, "UTC")).toBe("20 Nov, 11:52:03");
  expect(clockText("2026-11-21T22:52:03.000Z", now, "Europe/Berlin")).toBe("21 Nov, 23:52:03");
  expect(utcText("2026-11-21T11:52:03.123Z")).toBe("11:52:03 UTC");
  expect(universalText("2026-11-20T11:52:03.123Z", now)).toBe("20 Nov, 11:52:03 UTC");
});

test("a page that slept catches up before it calls itself offline", () => {
  expect([pageHearing(3_600_000, true), pageHearing(3_600_000, false)]).toEqual(["catching-up", "offline"]);
});

test.each([
  [0, "live"],
  [6_000, "live"],
  [6_001, "catching-up"],
  [15_000, "catching-up"],
  [15_001, "offline"],
] as const)("%d ms after the last answer the page is %s", (ms, word) => {
  expect(pageHearing(ms)).toBe(word);
});
