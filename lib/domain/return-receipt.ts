import type { Compared } from "./inventory.ts";

/** Why an item that the partner gave back was not taken (DESIGN L11). */
export const RETURN_CASES = ["different", "deleted-by-owner", "in-flight", "refused"] as const;
export type ReturnCase = (typeof RETURN_CASES)[number];

/** An item of a return that was left alone: table and key, or CONTENT and path. */
export type LeftAlone = { readonly is: ReturnCase; readonly table: string; readonly key: string };

/** So many are named; all are counted. */
export const MOST_LEFT_ALONE = 100;

/** What came of a data set that its partner gave back: every item is in exactly one case. Kept by the pool that got it back. */
export type ReturnReceipt = {
  readonly requestId: string;
  /** Were missing and are back. */
  readonly placed: number;
  readonly placedBytes: number;
  /** Were there already, the same. */
  readonly identical: number;
  readonly different: number;
  readonly deletedByOwner: number;
  readonly inFlight: number;
  readonly refused: number;
  readonly leftAlone: readonly LeftAlone[];
  /** When the data set was whole again (ISO); null while it is not. */
  readonly closedAt: string | null;
};

/** What the pool that gives back found before it sent anything. */
export type GivenBack = Compared & { readonly leftAlone: readonly LeftAlone[] };

export function emptyReceipt(requestId: string): ReturnReceipt {
  return {
    requestId,
    placed: 0,
    placedBytes: 0,
    identical: 0,
    different: 0,
    deletedByOwner: 0,
    inFlight: 0,
    refused: 0,
    leftAlone: [],
    closedAt: null,
  };
}

/** What the giver found before it sent anything and what the receiver counted, as one: no item is in both. */
export function sumOfReceipts(found: ReturnReceipt, told: ReturnReceipt): ReturnReceipt {
  return {
    requestId: told.requestId,
    placed: found.placed + told.placed,
    placedBytes: found.placedBytes + told.placedBytes,
    identical: found.identical + told.identical,
    different: found.different + told.different,
    deletedByOwner: found.deletedByOwner + told.deletedByOwner,
    inFlight: found.inFlight + told.inFlight,
    refused: found.refused + told.refused,
    leftAlone: [...found.leftAlone, ...told.leftAlone].slice(0, MOST_LEFT_ALONE),
    closedAt: told.closedAt,
  };
}

/**
 * What the giver found, as a receipt. An earlier try of the same request placed items that are identical now; the receiver's
 * receipt counts those already.
 */
export function foundReceipt(requestId: string, given: GivenBack, before: ReturnReceipt | null): ReturnReceipt {
  const counted = before?.requestId === requestId ? before.placed : 0;
  return {
    ...emptyReceipt(requestId),
    identical: Math.max(0, given.identical - counted),
    different: given.different,
    leftAlone: given.leftAlone,
  };
}

/** The receipt of a request that is tried anew: what was placed stays counted, everything else is found and counted again. */
export function renewedReceipt(before: ReturnReceipt | null, requestId: string): ReturnReceipt {
  const fresh = emptyReceipt(requestId);
  return before?.requestId === requestId ? { ...fresh, placed: before.placed, placedBytes: before.placedBytes } : fresh;
}
