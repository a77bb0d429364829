import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Instant } from "#lib/domain/instant.ts";

/** Why a copy was made: by the clock, before the ledger is brought up to date, by hand, or because it was replaced. */
export const COPY_REASONS = ["scheduled", "before-migration", "by-hand", "replaced"] as const;
export type CopyReason = (typeof COPY_REASONS)[number];

/** A whole copy of the ledger, known by its name alone. */
export type LedgerCopy = { readonly name: string; readonly at: Instant; readonly why: CopyReason };

const NAME = new RegExp(`^ledger-(\\d{8}T\\d{6})Z-(${COPY_REASONS.join("|")})\\.db$`);

/** Where the copies of a ledger lie. */
export const copiesFolder = (dataFolder: string): string => join(dataFolder, "copies");

/** "ledger-20261129T110000Z-scheduled.db": its moment in UTC, to the second. */
export function copyName(at: Instant, why: CopyReason): string {
  return `ledger-${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z-${why}.db`;
}

function readName(name: string): LedgerCopy | null {
  const [, stamp, reason] = NAME.exec(name) ?? [];
  const why = COPY_REASONS.find((one) => one === reason);
  if (stamp === undefined || why === undefined) return null;
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3T$4:$5:$6Z");
  const at = Date.parse(iso);
  return Number.isFinite(at) ? { name, at, why } : null;
}

/** All copies in the folder, newest first; none when there is no such folder. */
export function listCopies(folder: string): readonly LedgerCopy[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
  const copies = names.map(readName).filter((copy) => copy !== null);
  return copies.sort((a, b) => b.at - a.at || b.name.localeCompare(a.name));
}

const KEPT_OF: Readonly<Record<CopyReason, number>> = {
  scheduled: 4,
  "before-migration": 3,
  "by-hand": 3,
  replaced: 3,
};
/** Of the scheduled ones, the newest of each of so many days besides. */
const KEPT_DAYS = 7;

/** Those that may go: beyond the newest few of each kind, and the newest scheduled one of each of the last days. */
export function spareCopies(copies: readonly LedgerCopy[]): readonly LedgerCopy[] {
  const ordered = [...copies].sort((a, b) => b.at - a.at);
  const kept = new Set(
    COPY_REASONS.flatMap((why) => ordered.filter((copy) => copy.why === why).slice(0, KEPT_OF[why])),
  );
  const days = new Map<string, LedgerCopy>();
  for (const copy of ordered) {
    const day = new Date(copy.at).toISOString().slice(0, 10);
    if (copy.why === "scheduled" && !days.has(day) && days.size < KEPT_DAYS) days.set(day, copy);
  }
  for (const copy of days.values()) kept.add(copy);
  return ordered.filter((copy) => !kept.has(copy));
}
