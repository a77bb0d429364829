import { counted, type Noun } from "#components/status/amount.ts";
import type { Pressed } from "#components/ui/pressed.ts";
import { CHECK_RESULTS, type CheckFault, type CheckName, type CheckResult } from "#lib/domain/check.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** One thing that was looked at, as a page is told it. */
export type ToldCheck = {
  readonly Name: CheckName;
  readonly Title: string;
  readonly Result: CheckResult;
  readonly Code: CheckFault | null;
  readonly Says: string;
  readonly Path: string | null;
  readonly AtRisk: string | null;
  readonly Next: string | null;
  readonly AsOf: string;
};

export type ToldChecks = {
  readonly PoolFqdn: PoolFqdn;
  readonly AsOf: string;
  readonly Result: CheckResult;
  readonly Checks: readonly ToldCheck[];
};

/** The server action that checks a pool. */
export type CheckPool = (pool: string) => Promise<Pressed<ToldChecks>>;

export const RESULT_WORDS: Readonly<Record<CheckResult, string>> = {
  failed: "Failed",
  warning: "Warning",
  "not-known": "Not known",
  passed: "Passed",
};

/** The shape of each: that of the state which means as much. Passed is calm: it was so at its moment, and no longer. */
export const RESULT_SHAPES = {
  failed: "ErrorState",
  warning: "NonSteadyState",
  "not-known": "Unknown",
  passed: "NormalState",
} as const satisfies Record<CheckResult, string>;

const NOUNS: Readonly<Record<CheckResult, Noun>> = {
  failed: { one: "failed", many: "failed" },
  warning: { one: "warning", many: "warnings" },
  "not-known": { one: "not known", many: "not known" },
  passed: { one: "passed", many: "passed" },
};

/** "1 failed, 2 warnings, 13 passed": the worst first. */
export function resultsInWords(all: readonly Pick<ToldCheck, "Result">[]): string {
  return CHECK_RESULTS.map((result) => ({ result, times: all.filter(({ Result }) => Result === result).length }))
    .filter(({ times }) => times > 0)
    .map(({ result, times }) => counted(times, NOUNS[result]))
    .join(", ");
}
