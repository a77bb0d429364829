import type { FaultCode } from "./fault.ts";

/** The table of what is in no table: files and folders. */
export const CONTENT = "content";

/**
 * An item that the standby refused for what is in it (DESIGN L12): held, named on both sides, never Final. `item` is the
 * table with the key as a JSON array, or the path below the data set.
 */
export type Quarantined = {
  /** Table of the item; CONTENT for files and folders. */
  readonly table: string;
  /** Key as a JSON array, or the path. */
  readonly key: string;
  readonly code: FaultCode;
  readonly sentence: string;
  /** First time of the change, by its owner's clock (ISO): at risk since then. */
  readonly since: string;
};

/** Of what a pool holds in quarantine for one lane: how many, since when the oldest, and the first of them by name. */
export type Quarantine = {
  readonly items: number;
  readonly oldestAt: string | null;
  readonly named: readonly Quarantined[];
};

export const EMPTY_QUARANTINE: Quarantine = { items: 0, oldestAt: null, named: [] };

/** So many are named in an ack and a report; all of them are counted. */
export const MOST_NAMED = 100;

/** More than this in one package is no bad item but a bad lane: ErrorState (DESIGN L12). */
export const MOST_QUARANTINED_A_PACKAGE = 100;

/** Where the item is, in words: its table with the key, or its path. */
export function placeOf({ table, key }: Quarantined): string {
  return table === CONTENT ? key : `${table} ${key}`;
}
