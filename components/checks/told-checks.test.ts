import { expect, test } from "vitest";
import type { CheckResult } from "#lib/domain/check.ts";
import { resultsInWords } from "./told-checks.ts";

const told = (...results: CheckResult[]) => resultsInWords(results.map((Result) => ({ Result })));

test("what was found is counted, the worst first, and what was not found is not told", () => {
  expect(told("passed", "warning", "failed", "passed", "warning")).toBe("1 failed, 2 warnings, 2 passed");
  expect(told("not-known", "passed")).toBe("1 not known, 1 passed");
  expect(told("passed")).toBe("1 passed");
});
