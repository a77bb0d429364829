import { compareView } from "#lib/commands/compare-view.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";
import type { SyncRun } from "#lib/domain/request.ts";
import type { ReturnReceipt } from "#lib/domain/return-receipt.ts";
import type { ComparedView, ReceiptView, RunView } from "#lib/domain/run-view.ts";
import { paceOf } from "#lib/domain/time-left.ts";

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
