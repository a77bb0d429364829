/**
 * Every migration by its name, in order. A name that is out is never changed nor taken away: ledgers remember it. Apart from
 * what they do, so that who only looks at a ledger does not read what makes one.
 */
export const MIGRATION_NAMES = [
  "0001-first",
  "0002-settings-and-open-requests",
  "0003-kinds-of-requests",
  "0004-cms-issues",
  "0005-settings-and-pairs",
  "0006-lifts",
  "0007-displays",
  "0008-history",
  "0009-audit-chain",
  "0010-totals",
  "0011-compares",
  "0012-tokens",
  "0013-reach-of-before",
  "0014-accounts-of-tokens",
] as const;

export type MigrationName = (typeof MIGRATION_NAMES)[number];
