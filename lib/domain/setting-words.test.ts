import { expect, test } from "vitest";
import { type Configuration, DEFAULT_CONFIGURATION } from "./configuration.ts";
import { SETTING_WORDS, settingWarnings } from "./setting-words.ts";
import type { SyncInterval } from "./sync-interval.ts";

const SEED = /^Change the sync interval only when it is really needed: .* load .* lost with a pool\.$/;
const warned = (change: Partial<Configuration>) =>
  settingWarnings(DEFAULT_CONFIGURATION, { ...DEFAULT_CONFIGURATION, ...change });
const interval = (ms: number) => warned({ syncInterval: ms as SyncInterval });

test("every setting has its sentence", () => {
  expect(Object.keys(SETTING_WORDS)).toEqual(Object.keys(DEFAULT_CONFIGURATION));
  for (const words of Object.values(SETTING_WORDS)) expect(words).toMatch(/^[A-Z].+\.$/);
});

test("another interval is warned of, by load when it is shorter and by what waits when it is longer", () => {
  expect(warned({})).toEqual([]);
  expect(interval(5_000)).toEqual([
    expect.stringMatching(SEED),
    "Every module of every pool looks 24 times as often, also where nothing changed.",
  ]);
  expect(interval(180_000)).toEqual([
    expect.stringMatching(SEED),
    "A change waits up to 3 min before it leaves, instead of 2 min.",
  ]);
  expect(interval(300_000)).toHaveLength(2);
  const back = { ...DEFAULT_CONFIGURATION, syncInterval: 600_000 as SyncInterval };
  expect(settingWarnings(back, DEFAULT_CONFIGURATION)).toEqual([expect.stringContaining("looks 5 times as often")]);
  expect(interval(300_001)[2]).toBe("At an interval of 5 min the target of 5 min at risk cannot be held.");
});

test("lower limits are warned of, higher ones are not", () => {
  expect(warned({ maxDataConfPackageSizeKB: 1 })).toEqual([expect.stringContaining("A cycle carries less")]);
  expect(warned({ maxDataConfPackageSizeKB: 999_999, maxConcurrentCalls: 1, wakeOnChange: true })).toEqual([]);
});
