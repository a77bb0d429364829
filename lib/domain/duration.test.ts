import { expect, test } from "vitest";
import { duration } from "./duration.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test.each([
  [0, "0 s"],
  [999, "0 s"],
  [1_000, "1 s"],
  [59_999, "59 s"],
  [MINUTE, "1 min"],
  [3 * MINUTE + 48 * SECOND, "3 min 48 s"],
  [HOUR - 1, "59 min 59 s"],
  [HOUR, "1 h"],
  [2 * HOUR + 5 * MINUTE, "2 h 5 min"],
  [2 * HOUR + 59 * SECOND, "2 h"],
  [48 * HOUR - 1, "47 h 59 min"],
  [48 * HOUR, "2 d"],
  [12 * 24 * HOUR + 23 * HOUR, "12 d"],
  [-5_000, "0 s"],
])("%d ms reads %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});
