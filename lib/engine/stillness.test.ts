import { expect, test } from "vitest";
import { Stillness } from "./stillness.ts";

const MINUTE = 60_000;

test("deletions wait while things go on going, until a look finds it still", () => {
  const stillness = new Stillness();
  expect(stillness.isAwaited).toBe(false);
  stillness.looked(true, 0);
  expect(stillness.isAwaited).toBe(true);
  stillness.looked(false, MINUTE);
  expect(stillness.isAwaited).toBe(false);
});

test("a source that never holds still is waited for ten minutes, counted from when it began", () => {
  const stillness = new Stillness();
  for (let minute = 0; minute < 10; minute++) {
    stillness.looked(true, minute * MINUTE);
    expect(stillness.isAwaited).toBe(true);
  }
  stillness.looked(true, 10 * MINUTE);
  expect(stillness.isAwaited).toBe(false);
  stillness.looked(false, 11 * MINUTE);
  stillness.looked(true, 12 * MINUTE);
  expect(stillness.isAwaited).toBe(true);
});
