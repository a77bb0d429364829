import type { FaultCode } from "./fault.ts";
import { comparePackages, type PackageId, packageOf } from "./package.ts";

/** The table of what is in no table: files and folders. */
export const CONTENT = "content";

/** An item by name: its table with the key as a JSON array, or CONTENT with the path below the data set. */
export type ItemName = { readonly table: string; readonly key: string };

/** One refusal of an item: why, and in which package it came last. */
export type Refusal = ItemName & {
  readonly code: FaultCode;
  readonly sentence: string;
  /** First time of the change, by its owner's clock (ISO): at risk since then. */
  readonly since: string;
  /** The package that brought it last (`packageName`), and when, by the importer's clock (ISO); null where that is not known. */
  readonly triedIn: string | null;
  readonly triedAt: string | null;
};

/** An item that the standby refused for what is in it (DESIGN L12): held, named on both sides, never Final. */
export type Quarantined = Refusal & {
  /** In how many packages it came and was refused. */
  readonly tries: number;
};

/** Of what a pool holds in quarantine for one lane: how many, since when the oldest, and up to MOST_NAMED of them by name. */
export type Quarantine = {
  readonly items: number;
  readonly oldestAt: string | null;
  /** The oldest first. Where there are more than can be named, those that were not tried for longest are. */
  readonly named: readonly Quarantined[];
};

export const EMPTY_QUARANTINE: Quarantine = { items: 0, oldestAt: null, named: [] };

/** So many are named in an ack and a report; all of them are counted. */
export const MOST_NAMED = 100;

/** More than this in one package is no bad item but a bad lane: ErrorState (DESIGN L12). */
export const MOST_QUARANTINED_A_PACKAGE = 100;

/** So many items of a copy can be skipped: the rest of the names is for those that are tried again. */
export const MOST_SKIPPED = 50;

/**
 * A person's decision to leave an item alone that the partner refused: it is not tried again by itself and alarms nobody, and it
 * stays in quarantine, so the copy is never Final. It covers what was refused up to the package `upTo`: an item that left later,
 * for it changed or all was sent anew, and is refused again, is skipped no longer.
 */
export type Skip = ItemName & {
  readonly upTo: PackageId;
  readonly by: string;
  readonly reason: string;
  /** By the exporter's clock (ISO). */
  readonly at: string;
};

export function isSameItem(a: ItemName, b: ItemName): boolean {
  return a.table === b.table && a.key === b.key;
}

/** The skip that covers this refusal; null when nobody skipped it, or it was refused again since. */
export function skipOf(item: Quarantined, skips: readonly Skip[]): Skip | null {
  const triedIn = item.triedIn === null ? null : packageOf(item.triedIn);
  const covers = ({ upTo }: Skip) => triedIn === null || comparePackages(triedIn, upTo) <= 0;
  return skips.find((skip) => isSameItem(skip, item) && covers(skip)) ?? null;
}

/** What of a quarantine is not skipped: it is tried again with every cycle, and asks for a person. */
export function openQuarantine(quarantine: Quarantine, skips: readonly Skip[]): Quarantine {
  if (skips.length === 0) return quarantine;
  const named = quarantine.named.filter((item) => skipOf(item, skips) === null);
  const items = quarantine.items - (quarantine.named.length - named.length);
  // Of those that are not named it is only known that none is older than the oldest.
  const oldestAt = items > named.length ? quarantine.oldestAt : oldestOf(named);
  return { items, oldestAt, named };
}

function oldestOf(named: readonly Quarantined[]): string | null {
  return named.reduce<string | null>((first, { since }) => (first === null || since < first ? since : first), null);
}

/** Where the item is, in words: its table with the key, or its path. */
export function placeOf({ table, key }: ItemName): string {
  return table === CONTENT ? key : `${table} ${key}`;
}

/** What stands in text where bytes were none. */
const NO_TEXT = "\ufffd";

/** Whether an item can be named to its owner: one whose key is no text is held until it changes. */
export function isTellable({ key }: ItemName): boolean {
  return !key.includes(NO_TEXT);
}
