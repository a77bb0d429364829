import type { PoolFqdn } from "./pool.ts";

/** One item of a data set with the signature of what is stored: two sides hold the same when the signatures are equal. */
export type InventoryItem = { readonly table: string; readonly key: string; readonly signature: string };

/** An inventory as it is read or written: key-ordered ranges of at most INVENTORY_RANGE items. */
export type InventoryPages = AsyncIterable<readonly InventoryItem[]>;

export const INVENTORY_RANGE = 1000;

/** What a request lets the importer do with a lost data set (DESIGN L9, L11). */
export type Authority =
  /** A sync: a lost data set is restored; in a foreign one what is there first moves to the trash. */
  | "sync"
  /** A restore from the partner: what stands there moves to the trash, whatever it is. */
  | "from-partner"
  /** Adopt as it is: what stands there stays, what the partner alone has comes back. */
  | "adopt";

/** The request file beside a lane's packages: the exporter asks what the importer holds (DESIGN L11). */
export type InventoryAsk = {
  readonly format: 1;
  readonly requestId: string;
  /** Names this asking: a request whose exporter began anew is asked for again, and an answer of before is none. */
  readonly asking: string;
  readonly authority: Authority;
  /** The stamp of the store that the exporter means. */
  readonly storeStamp: string;
  readonly at: string;
};

/** What an inventory is of; it counts only for that asking of that request, and that store. */
export type InventoryFace = {
  readonly requestId: string;
  readonly asking: string;
  readonly dataSet: PoolFqdn;
  readonly storeStamp: string;
};

/** What came of comparing a data set here with an inventory of it there. */
export type Compared = {
  readonly identical: number;
  /** Not there. */
  readonly missing: number;
  readonly different: number;
  /** There and not here. */
  readonly extra: number;
  /** Of what is missing or different; null when it is not known before it is read. */
  readonly bytes: number | null;
};

export const NOTHING_COMPARED: Compared = { identical: 0, missing: 0, different: 0, extra: 0, bytes: 0 };
