import { readFileSync } from "node:fs";

/** How many checks held and how many did not. */
export type Tally = { readonly passed: number; readonly failed: number };

export const add = (one: Tally, other: Tally): Tally => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
});

/** What a runner reported of its tests; a skipped one counts as failed, for nothing may be skipped. */
type Report = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** A runner that failed, reported nothing or ran nothing has failed, even if no single test has. */
export function tallyOf(exitCode: number, report: Report | null): Tally {
  const { passed, failed, skipped } = report ?? { passed: 0, failed: 0, skipped: 0 };
  const unhappy = failed + skipped;
  const isWhole = exitCode === 0 && passed > 0;
  return { passed, failed: unhappy === 0 && !isWhole ? 1 : unhappy };
}

const count = (value: unknown) => (typeof value === "number" ? value : 0);

function json(path: string): Record<string, unknown> | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Reads the file of Vitest's JSON reporter. */
export function readVitest(path: string): Report | null {
  const seen = json(path);
  if (!seen) return null;
  const skipped = count(seen.numPendingTests) + count(seen.numTodoTests);
  return { passed: count(seen.numPassedTests), failed: count(seen.numFailedTests), skipped };
}

/** Reads the file of Playwright's JSON reporter. */
export function readPlaywright(path: string): Report | null {
  const stats = json(path)?.stats as Record<string, unknown> | undefined;
  if (!stats) return null;
  return {
    passed: count(stats.expected),
    failed: count(stats.unexpected) + count(stats.flaky),
    skipped: count(stats.skipped),
  };
}
