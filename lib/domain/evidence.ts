import type { StoreState } from "./ack.ts";
import type { FaultRecord } from "./fault.ts";
import type { ImportState } from "./import-state.ts";
import type { Instant } from "./instant.ts";
import type { Lane } from "./lane.ts";
import type { Quarantine } from "./quarantine.ts";

/** How the last attempt of a lane went, in this run of the engine. */
export type Attempt =
  | { readonly is: "none" }
  | { readonly is: "ended"; readonly at: Instant }
  | { readonly is: "failed"; readonly fault: FaultRecord };

/** What broke the record of changes: triggers that were off, or a scan list that was lost. */
export const MISSED = ["capture-off", "scan-list-lost"] as const;
export type Missed = (typeof MISSED)[number];

/** The partner's word as its exporter heard it. Ages by the listener's clock, so a skewed partner is not young for ever. */
export type PartnerWord = {
  /**
   * When the word was last seen to change; null until it changed in this run. Stamped so that the report's `at` less this
   * is its age by a measure that nobody can set.
   */
  readonly heardAt: Instant | null;
  readonly importState: ImportState;
  readonly lastError: string | null;
  readonly standby: StoreState;
  /** The standby's store is the one that the ledger knows. */
  readonly isSameStore: boolean;
  /** What the partner refused, by name; null while it does not know: then nothing is Final. */
  readonly quarantine: Quarantine | null;
};

/**
 * What the engine read off one lane's export side at one moment. Facts only: states are computed from it, where and
 * when they are shown.
 */
export type ExportReport = {
  readonly lane: Lane;
  /** The engine run that saw this; evidence of another run proves nothing. */
  readonly runId: string;
  readonly at: Instant;
  /** When this run began with the lane; from then on its partner may be heard. */
  readonly startedAt: Instant;
  readonly attempt: Attempt;
  /** The last look that was through: what it saw is as of `at`; closed by DESIGN L6. */
  readonly cutOff: { readonly at: Instant; readonly closed: boolean } | null;
  /** Why changes may have been missed that no look at this side alone will ever find; null when none were. */
  readonly missed: Missed | null;
  /** The moment of the counts that follow: `at`, or earlier when they cannot be read now; null before they ever could. */
  readonly countedAt: Instant | null;
  /** Changes that have not left. */
  readonly pendingItems: number;
  /** Of the pending: deletions, which leave after what else changed is acked (DESIGN L10). */
  readonly goneItems: number;
  /** Of the pending: deletions that the guard holds back (DESIGN L10). */
  readonly heldItems: number;
  readonly pendingBytes: number | null;
  /**
   * Of the pending ones, those that the last ended cycle should have carried and left. Deletions that wait for the acks of
   * what goes before them are none of these (DESIGN L10).
   */
  readonly leftOver: number;
  readonly inFlightItems: number;
  readonly unackedPackages: number;
  readonly oldestChangeAt: Instant | null;
  /** Links, sockets and devices in a file store; null for rows. */
  readonly ignoredItems: number | null;
  readonly partner: PartnerWord | null;
  readonly nextCycleAt: Instant | null;
  readonly lastCycleAt: Instant | null;
  readonly lastScanAt: Instant | null;
  readonly lastFinalAt: Instant | null;
  /** Last time an item was looked at, sent or acked (D20): `at` less this is the standstill by a measure that nobody can set. */
  readonly progressAt: Instant;
};

/** The same for the import side, read off by the pool that imports. */
export type ImportReport = {
  readonly lane: Lane;
  readonly runId: string;
  readonly at: Instant;
  readonly attempt: Attempt;
  readonly lastImportAt: Instant | null;
  /** What this pool refused of the lane; null while it cannot be read. */
  readonly quarantine: Quarantine | null;
  /** Last time the importer came back from a look at its inbox, or got on with a package (D20); stamped like the exporter's. */
  readonly progressAt: Instant;
};

/** The engine's beat: which run it is and when it was last heard. */
export type EngineBeat = { readonly runId: string; readonly machine: string; readonly at: Instant };

/** One lane's part of a request, as far as the engine has come. */
export type RunPhase = "accepted" | "looking" | "sending" | "sent" | "done";

export type SyncRun = {
  readonly requestId: string;
  readonly lane: Lane;
  readonly phase: RunPhase;
  /** Null until the look has counted. */
  readonly totalItems: number | null;
  /** Of the total, those not sent; and what of the lane was sent and is not acked. */
  readonly leftItems: number;
  readonly inFlightItems: number;
  /** Of what is left: deletions, which go last. */
  readonly goneItems: number;
  readonly at: Instant;
  readonly endedAt: Instant | null;
};

/** What someone asked for (DESIGN L11: the named pool pushes all of its data set). */
export type SyncRequest = {
  readonly id: string;
  readonly what: "full-push";
  readonly from: Lane["from"];
  readonly to: Lane["to"];
  readonly modules: readonly Lane["module"][];
  readonly by: string;
  readonly door: string;
  readonly at: Instant;
};
