import type { FaultCode } from "./fault.ts";
import type { Instant } from "./instant.ts";
import type { Lane } from "./lane.ts";
import type { PackageId } from "./package.ts";

/** What a lane carried since its engine began: numbers that only grow, so that rates can be told from any two of them. */
export type Traffic = {
  readonly sentItems: number;
  readonly sentBytes: number;
  readonly ackedItems: number;
  readonly ackedBytes: number;
};

export const NO_TRAFFIC: Traffic = { sentItems: 0, sentBytes: 0, ackedItems: 0, ackedBytes: 0 };

/** A package as its exporter knows it. */
export type PackageNote = PackageId & {
  readonly items: number;
  readonly bytes: number;
  /** Null for one that another run of the engine published. */
  readonly publishedAt: Instant | null;
  readonly ackedAt: Instant | null;
  /** When its items became pending again, to leave under another number (DESIGN L8). */
  readonly returnedAt: Instant | null;
};

/** How a cycle ended. "again": what was on its way had to be sent again first, or the engine stopped. */
export const CYCLE_ENDS = ["through", "limit", "failed", "again"] as const;
export type CycleEnd = (typeof CYCLE_ENDS)[number];

/** A cycle that has ended, and what left in it. */
export type CycleNote = {
  readonly beganAt: Instant;
  readonly endedAt: Instant;
  readonly items: number;
  readonly bytes: number;
  readonly packages: number;
  readonly end: CycleEnd;
  /** Why it failed; else null. */
  readonly code: FaultCode | null;
};

/** What happened on a lane since the ledger was told last, oldest first. */
export type LaneTrail = {
  readonly lane: Lane;
  readonly cycles: readonly CycleNote[];
  readonly packages: readonly PackageNote[];
};
