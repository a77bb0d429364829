import type { Instant } from "./instant.ts";
import type { InventoryItem } from "./inventory.ts";

/**
 * How much of each item a compare reads. full: all of it. sample: all of some, of every other file what its folder tells.
 * stat: of every file what its folder tells. Rows and documents are always read whole.
 */
export const DEPTHS = ["full", "sample", "stat"] as const;
export type Depth = (typeof DEPTHS)[number];

/** How both sides read: the salt chooses the sample, so that each compare takes another. */
export type Reading = { readonly depth: Depth; readonly salt: string };

export const READ_ALL: Reading = { depth: "full", salt: "" };

/** One file in so many is read by a sample. */
export const SAMPLE_ONE_IN = 20;

/** Whether the content of that item is read. Both sides decide the same. */
export function isRead({ depth, salt }: Reading, key: string): boolean {
  switch (depth) {
    case "full":
      return true;
    case "sample":
      return scatter(`${salt} ${key}`) % SAMPLE_ONE_IN === 0;
    case "stat":
      return false;
  }
}

/** Ranges hold so many items on average: less is more to tell, more is more to open for one that differs. */
const RANGE_MEAN = 256;

/** Whether a range ends behind this item. It depends on nothing else, so that both sides cut at the same items. */
export function endsRange(key: string): boolean {
  return scatter(key) % RANGE_MEAN === 0;
}

/** FNV-1a with a last stir: evenly spread, of no use against who means harm, and nobody gains by a choice of ranges. */
function scatter(text: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/** An item by its name alone. */
export type ItemKey = Pick<InventoryItem, "table" | "key">;

/** The exporter's question for a compare, beside a lane's packages: the importer reads, tells, and touches nothing. */
export type CompareAsk = {
  readonly format: 1;
  readonly requestId: string;
  /** Names this asking: an answer to an earlier one is none. */
  readonly asking: string;
  readonly storeStamp: string;
  readonly at: string;
  readonly depth: Depth;
  readonly salt: string;
  /** Nobody waits for it. */
  readonly isScheduled: boolean;
  /** These items alone, at most MOST_PICKED, and which of them the importer holds as its own; null for all of the data set. */
  readonly items: readonly ItemKey[] | null;
};

export const MOST_PICKED = 500;

/** Items that follow each other, with one hash over all of them: where it is the same on both sides, so are they. */
export type ItemRange = { readonly digest: string; readonly items: readonly InventoryItem[] };

/** A range as it is read: its items are looked at only when it is opened. */
export type ToldRange = { readonly digest: string; readonly count: number; open(): readonly InventoryItem[] };

/** Said in place of a digest by a range that is always opened. */
export const NO_DIGEST = "-";
/** Said in place of a signature: the importer refused this item, or holds it as its own. */
export const REFUSED_THERE = "refused";
export const OWNED_THERE = "owned";

/** How an item may be wrong on the standby. */
export const DIFFERENCES = ["different", "missing", "extra", "owned-by-both"] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** An item that two sides were found to hold differently while nothing of it was on its way. */
export type Drift = ItemKey & {
  readonly is: Difference;
  readonly foundAt: Instant;
  /** When it was sent again; null before. */
  readonly sentAt: Instant | null;
};

/** So many are named of a lane; all of them are counted. */
export const MOST_DRIFT_NAMED = 1000;

/** What a compare found. */
export type CompareReceipt = {
  readonly depth: Depth;
  readonly isScheduled: boolean;
  /** When the partner was asked: everything was looked at since then. */
  readonly at: Instant;
  readonly endedAt: Instant;
  /** Items that are the same on both sides; of these, those whose content was read. */
  readonly equal: number;
  readonly read: number;
  readonly different: number;
  readonly missing: number;
  readonly extra: number;
  readonly ownedByBoth: number;
  /** Told apart, and no drift: they changed or were on their way meanwhile, the guard holds their deletion, the partner refused them. */
  readonly changing: number;
  readonly held: number;
  readonly refused: number;
  /** Keys that are no text: two sides cannot compare them. */
  readonly unnamed: number;
  /** Ranges, and those that were opened because their hashes differed. */
  readonly ranges: number;
  readonly opened: number;
};

/** Both sides held the same as of that moment, as far as it was read. */
export type Verified = Pick<
  CompareReceipt,
  "depth" | "at" | "equal" | "read" | "changing" | "held" | "refused" | "unnamed"
>;

/** What is known of a lane by comparing. */
export type LaneCompare = {
  readonly last: CompareReceipt | null;
  readonly verified: Verified | null;
  /** Items that are known to differ, named or not. */
  readonly drift: number;
  /** Of these: owned on both sides. */
  readonly ownedByBoth: number;
  readonly driftSince: Instant | null;
};

export const NEVER_COMPARED: LaneCompare = { last: null, verified: null, drift: 0, ownedByBoth: 0, driftSince: null };

/** Of what a compare found, what differs. */
export function driftIn({ different, missing, extra, ownedByBoth }: CompareReceipt): number {
  return different + missing + extra + ownedByBoth;
}

/** What a person asks of a compare. */
export type CompareWish = {
  readonly depth: Depth;
  /** What differs is sent again at once (-ResyncSignatureMismatchItems). */
  readonly resync: boolean;
  /** Whether items are looked for that both sides own (not -SuppressMultiMasterDetection). */
  readonly detectsMultiMaster: boolean;
  /** How long the partner may take for one answer (-DatabaseCommandTimeoutInSeconds); null for as long as it takes. */
  readonly answerMs: number | null;
};

export const FULL_COMPARE: CompareWish = { depth: "full", resync: false, detectsMultiMaster: true, answerMs: null };
