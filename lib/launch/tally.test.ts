import { describe, expect, test } from "vitest";
import { tallyOf } from "./tally.ts";

describe("a runner's word is believed only when all of it fits", () => {
  test.each([
    ["all passed", 0, { passed: 7, failed: 0, skipped: 0 }, { passed: 7, failed: 0 }],
    ["some failed", 1, { passed: 7, failed: 2, skipped: 0 }, { passed: 7, failed: 2 }],
    ["a skipped test is a failed one", 0, { passed: 7, failed: 0, skipped: 1 }, { passed: 7, failed: 1 }],
    ["nothing ran", 0, { passed: 0, failed: 0, skipped: 0 }, { passed: 0, failed: 1 }],
    ["a file could not be loaded", 1, { passed: 7, failed: 0, skipped: 0 }, { passed: 7, failed: 1 }],
    ["no report at all", 0, null, { passed: 0, failed: 1 }],
  ] as const)("%s", (_name, exitCode, report, tally) => {
    expect(tallyOf(exitCode, report)).toEqual(tally);
  });
});
