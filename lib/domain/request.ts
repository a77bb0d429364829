import type { CompareReceipt, CompareWish, ItemKey } from "./compare.ts";
import type { Compared } from "./inventory.ts";
import type { Lane } from "./lane.ts";
import type { ItemName } from "./quarantine.ts";
import type { ReturnReceipt } from "./return-receipt.ts";

/** What can be asked of a lane. */
export const REQUEST_KINDS = [
  "full-push",
  "delta",
  "restore",
  "adopt",
  "release",
  "bring-back",
  "compare",
  "send-again",
  "retry",
  "skip",
] as const;

/**
 * full-push: Invoke-CsBackupServiceSync (D4). delta: Backup-CsPool. restore and adopt: Restore-CsBackupStore -FromPartner and
 * -Adopt; `from` is the partner that gives back and `to` the pool whose store was lost. release: Approve-CsHeldDeletion.
 * bring-back: Restore-CsTrashItem; `from` holds the trash and `to` is the home of what is in it. compare:
 * Debug-CsInterPoolReplication; it carries nothing. send-again: what a compare found to differ. retry and skip:
 * Restart-CsQuarantinedItem and Skip-CsQuarantinedItem; `from` is the home of what `to` refused.
 */
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** What a request names besides lanes. */
export type RequestDetail = {
  /** release: the set that was shown; else null. */
  readonly token: string | null;
  /** bring-back: items of the trash by their ids; else none. */
  readonly trashItems: readonly string[];
  /** compare: how; else absent. */
  readonly compare?: CompareWish;
  /** send-again: these items of the drift list; absent or empty for all of it. */
  readonly driftItems?: readonly ItemKey[];
  /** retry, skip: what the partner refused; else absent. */
  readonly refused?: readonly ItemName[];
  /** skip: why; else absent. */
  readonly reason?: string;
};

export const NO_DETAIL: RequestDetail = { token: null, trashItems: [] };

/**
 * Whether a request is work that is to be sent (DOMAIN D16). A compare moves nothing, and what is sent again because of it waits among
 * all else that does: while any of it differs, that says more than the request could.
 */
export function carries(what: RequestKind): boolean {
  return what !== "compare" && what !== "send-again";
}

/** One lane's part of a request, as far as the engine has come. `asking`: the partner's inventory is awaited (DESIGN L11). */
export const RUN_PHASES = ["accepted", "asking", "looking", "sending", "sent", "done"] as const;
export type RunPhase = (typeof RUN_PHASES)[number];

/** How a run ended. */
export type RunEnd = "done" | "cancelled" | "failed";

export type SyncRun = {
  readonly requestId: string;
  readonly lane: Lane;
  readonly phase: RunPhase;
  /** Null until the look has counted. */
  readonly totalItems: number | null;
  /** Null while the size of one is not known. */
  readonly totalBytes: number | null;
  /** Of the total, those not sent; and what of the lane was sent and is not acked. */
  readonly leftItems: number;
  readonly leftBytes: number | null;
  readonly inFlightItems: number;
  /** Of what is left: deletions, which go last. */
  readonly goneItems: number;
  /** The item that was sent last: a path, or a table with a key; null before any. */
  readonly currentItem: string | null;
  readonly at: number;
  /** When the first item could be sent; null before. */
  readonly sendingSince: number | null;
  readonly endedAt: number | null;
  /** Null while it has not ended. */
  readonly end: RunEnd | null;
  /** Why it failed, in a sentence; else null. */
  readonly problem: string | null;
  /** What the comparison of the two sides found; null for requests that compare nothing, and before it was done. */
  readonly compared: Compared | null;
  /** Of deletions that it found, those that the guard held. */
  readonly heldItems: number;
  /** What the partner got back; null when nothing was to be given back. */
  readonly returned: ReturnReceipt | null;
  /** What a compare found; absent before it did, and for every other kind. */
  readonly receipt?: CompareReceipt | null;
};

/** A run of which nothing was done yet: what every kind begins with, at that moment. */
export function justAccepted(at: number): Omit<SyncRun, "requestId" | "lane" | "receipt"> {
  return {
    phase: "accepted",
    totalItems: null,
    totalBytes: null,
    leftItems: 0,
    leftBytes: null,
    inFlightItems: 0,
    goneItems: 0,
    currentItem: null,
    at,
    sendingSince: null,
    endedAt: null,
    end: null,
    problem: null,
    compared: null,
    heldItems: 0,
    returned: null,
  };
}

/** What someone asked for: durable from its acceptance, resumed after a crash. */
export type SyncRequest = {
  readonly id: string;
  readonly what: RequestKind;
  readonly from: Lane["from"];
  readonly to: Lane["to"];
  readonly modules: readonly Lane["module"][];
  readonly detail: RequestDetail;
  readonly by: string;
  readonly door: string;
  readonly at: number;
  /** Somebody asked to end it (Stop-CsBackupRequest): the engine ends it where it stands. */
  readonly cancelledAt: number | null;
};
