import { type CompareView, compareView } from "#lib/commands/compare-view.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";
import type { RunEnd, RunPhase, SyncRun } from "#lib/domain/request.ts";
import type { LeftAlone, ReturnReceipt } from "#lib/domain/return-receipt.ts";
import { paceOf } from "#lib/domain/time-left.ts";

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

/** One module's part as doors tell it; rates and time left are reckoned when it is shown. */
export function runView(run: SyncRun): RunView {
  const { totalItems, leftItems, inFlightItems } = run;
  const { itemsPerSecond, bytesPerSecond, left } = paceOf(run);
  const isOpen = run.endedAt === null;
  const upTo = (rest: number) => (totalItems === null ? null : Math.max(0, totalItems - rest));
  return {
    Identity: run.lane.module,
    Phase: run.phase,
    TotalItems: totalItems,
    SentItems: upTo(leftItems),
    AckedItems: upTo(leftItems + inFlightItems),
    InFlightItems: inFlightItems,
    LeftItems: leftItems,
    GoneItems: run.goneItems,
    HeldItems: run.heldItems,
    TotalBytes: run.totalBytes,
    LeftBytes: run.leftBytes,
    CurrentItem: run.currentItem,
    ItemsPerSecond: rounded(itemsPerSecond),
    BytesPerSecond: rounded(bytesPerSecond),
    SecondsLeftAtLeast: isOpen && left ? Math.floor(left.atLeastMs / 1000) : null,
    SecondsLeftAtMost: isOpen && left ? Math.ceil(left.atMostMs / 1000) : null,
    Compared: run.compared && comparedView(run.compared),
    Receipt: run.returned && receiptView(run.returned),
    Found: run.receipt ? compareView(run.receipt) : null,
    End: run.end,
    Problem: run.problem,
    AsOf: isoInstant(run.at),
    EndedAt: isoOrNull(run.endedAt),
  };
}

function rounded(perSecond: number | null): number | null {
  return perSecond === null ? null : Math.round(perSecond * 10) / 10;
}

function comparedView({ identical, missing, different, extra, bytes }: NonNullable<SyncRun["compared"]>): ComparedView {
  return { Identical: identical, Missing: missing, Different: different, Extra: extra, Bytes: bytes };
}

function receiptView(receipt: ReturnReceipt): ReceiptView {
  return {
    Placed: receipt.placed,
    PlacedBytes: receipt.placedBytes,
    Identical: receipt.identical,
    Different: receipt.different,
    DeletedByOwner: receipt.deletedByOwner,
    InFlight: receipt.inFlight,
    Refused: receipt.refused,
    LeftAlone: receipt.leftAlone.map(({ is: Case, table: Table, key: Key }) => ({ Case, Table, Key })),
    ClosedAt: receipt.closedAt,
  };
}
