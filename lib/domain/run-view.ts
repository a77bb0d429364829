import type { ModuleName } from "./backup-module.ts";
import type { CompareView } from "./compare-view.ts";
import type { RunEnd, RunPhase } from "./request.ts";
import type { LeftAlone } from "./return-receipt.ts";

/** What the comparison of the two sides found. */
export type ComparedView = {
  readonly Identical: number;
  readonly Missing: number;
  readonly Different: number;
  readonly Extra: number;
  readonly Bytes: number | null;
};

/** What came of every item that the partner gave back: each is in exactly one case. */
export type ReceiptView = {
  readonly Placed: number;
  readonly PlacedBytes: number;
  readonly Identical: number;
  readonly Different: number;
  readonly DeletedByOwner: number;
  readonly InFlight: number;
  readonly Refused: number;
  /** The first of those that were left alone, by name. */
  readonly LeftAlone: readonly { readonly Case: LeftAlone["is"]; readonly Table: string; readonly Key: string }[];
  readonly ClosedAt: string | null;
};

/** How far one module's part of a request is. The counts are the engine's as of `AsOf`. */
export type RunView = {
  readonly Identity: ModuleName;
  readonly Phase: RunPhase;
  /** Null until the look has counted. */
  readonly TotalItems: number | null;
  readonly SentItems: number | null;
  readonly AckedItems: number | null;
  readonly InFlightItems: number;
  readonly LeftItems: number;
  /** Of what is left: deletions, which go last. */
  readonly GoneItems: number;
  /** Of the deletions that it found, those that the guard held. */
  readonly HeldItems: number;
  /** Null while the size of an item is not known. */
  readonly TotalBytes: number | null;
  readonly LeftBytes: number | null;
  /** The item that was sent last. */
  readonly CurrentItem: string | null;
  /** Since sending began; null while nothing is known of it. */
  readonly ItemsPerSecond: number | null;
  readonly BytesPerSecond: number | null;
  /** The time left is a range, and null while it is not known. */
  readonly SecondsLeftAtLeast: number | null;
  readonly SecondsLeftAtMost: number | null;
  readonly Compared: ComparedView | null;
  readonly Receipt: ReceiptView | null;
  /** What a compare found; null before it did, and for everything else. */
  readonly Found: CompareView | null;
  /** How it ended; null while it runs. */
  readonly End: RunEnd | null;
  /** Why it failed. */
  readonly Problem: string | null;
  readonly AsOf: string;
  readonly EndedAt: string | null;
};
