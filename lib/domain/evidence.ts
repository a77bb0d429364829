import type { CanaryReport } from "./canary.ts";
import type { CmsRole } from "./cms-role.ts";
import type { LaneCompare } from "./compare.ts";
import type { FaultRecord } from "./fault.ts";
import type { HeldSet } from "./held.ts";
import type { ImportState } from "./import-state.ts";
import type { Instant } from "./instant.ts";
import type { Lane } from "./lane.ts";
import type { LaneLoss } from "./loss.ts";
import type { MeasuredCycles } from "./measured-cycles.ts";
import type { Quarantine, Skip } from "./quarantine.ts";
import type { OwnState, StoreState } from "./store-state.ts";
import type { Traffic } from "./trail.ts";

/** How the last attempt of a lane went, in this run of the engine. */
export type Attempt =
  | { readonly is: "none" }
  | { readonly is: "ended"; readonly at: Instant }
  | { readonly is: "failed"; readonly fault: FaultRecord };

/**
 * What broke the record of changes: triggers that were off, or a scan list that was lost; or a canary that should have arrived by
 * all evidence and did not.
 */
export const MISSED = ["capture-off", "scan-list-lost", "canary-missing"] as const;
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
  /** The partner's own data set of this module. */
  readonly own: OwnState | null;
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
  /** In what role the exporting pool runs the module; null where every pool does. */
  readonly role: CmsRole | null;
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
  /** Those, as a set that can be released; null when there are none. */
  readonly held: HeldSet | null;
  readonly pendingBytes: number | null;
  /**
   * Of the pending ones, those that the last ended cycle should have carried and left. Deletions that wait for the acks of
   * what goes before them are none of these (DESIGN L10).
   */
  readonly leftOver: number;
  readonly inFlightItems: number;
  readonly inFlightBytes: number;
  readonly unackedPackages: number;
  /** When the oldest of them was published; null when there is none. */
  readonly oldestUnackedAt: Instant | null;
  readonly oldestChangeAt: Instant | null;
  /** What would be lost with the exporting pool, as it was counted last; null before it ever was. */
  readonly loss: LaneLoss | null;
  /** Links, sockets and devices in a file store; null for rows. */
  readonly ignoredItems: number | null;
  readonly partner: PartnerWord | null;
  /** What a person skipped of what the partner refuses by its last word. */
  readonly skips: readonly Skip[];
  /** Null for kinds that have none. */
  readonly canary: CanaryReport | null;
  readonly nextCycleAt: Instant | null;
  readonly lastCycleAt: Instant | null;
  readonly lastScanAt: Instant | null;
  readonly lastFinalAt: Instant | null;
  /** Until when the limits of a cycle are lifted, by the engine's own measure; null while they hold. */
  readonly limitLiftedUntil: Instant | null;
  /** What comparing found of the two sides; null before it was read what earlier runs found. */
  readonly compare: LaneCompare | null;
  /** Last time an item was looked at, sent or acked (D20): `at` less this is the standstill by a measure that nobody can set. */
  readonly progressAt: Instant;
  readonly traffic: Traffic;
  /** What the last cycles of this run did; null before two of them have ended. */
  readonly measured: MeasuredCycles | null;
};

/** The same for the import side, read off by the pool that imports. */
export type ImportReport = {
  readonly lane: Lane;
  /** The same of the importing pool. */
  readonly role: CmsRole | null;
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
