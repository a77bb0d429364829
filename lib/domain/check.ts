import type { Instant } from "./instant.ts";
import type { ReasonCode } from "./reasons.ts";

/** What a check looks at (PRODUCT B9), in the order in which it is told. */
export const CHECKS = [
  "engine",
  "file-store",
  "content",
  "writing",
  "content-rights",
  "database",
  "database-rights",
  "capture",
  "versions",
  "room",
  "file-clock",
  "partner",
  "partner-clock",
  "partner-room",
  "interval",
  "largest-file",
] as const;
export type CheckName = (typeof CHECKS)[number];

/** How each is called on screens and in the CLI. */
export const CHECK_TITLES: Readonly<Record<CheckName, string>> = {
  engine: "Sync engine",
  "file-store": "File store",
  content: "Content and standby copy",
  writing: "Writing into the BackupStore",
  "content-rights": "Rights on content and trash",
  database: "User database",
  "database-rights": "Rights on the user database",
  capture: "Record of changes",
  versions: "Versions",
  room: "Free space",
  "file-clock": "File server's clock",
  partner: "Partner's word",
  "partner-clock": "Partner's clock",
  "partner-room": "Partner's free space",
  interval: "Sync interval",
  "largest-file": "Package limit",
};

/** "not-known": it could not be looked at, which is never the same as passed. */
export const CHECK_RESULTS = ["failed", "warning", "not-known", "passed"] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

/** Faults that only a check names; each has its row in `check-words.ts`. */
export const CHECK_CODES = [
  "no-right",
  "room-short",
  "room-low",
  "clock-apart",
  "file-clock-apart",
  "database-newer",
  "interval-over-target",
  "limit-below-file",
  "not-checked",
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

/** Why a check did not pass: a row of the one table. */
export type CheckFault = CheckCode | ReasonCode;

/** One thing that was looked at, as of `at`. */
export type Check = {
  readonly name: CheckName;
  readonly result: CheckResult;
  /** Null when it passed. */
  readonly code: CheckFault | null;
  /** What was seen, in a sentence with its figures. */
  readonly says: string;
  readonly path: string | null;
  readonly at: Instant;
};

/** The worst of them; passed for none. */
export function worstResult(all: readonly Pick<Check, "result">[]): CheckResult {
  return CHECK_RESULTS.find((result) => all.some((one) => one.result === result)) ?? "passed";
}
