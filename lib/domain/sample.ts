import type { ExportState } from "./export-state.ts";
import type { ImportState } from "./import-state.ts";
import type { Instant } from "./instant.ts";

/** A figure as it was last, and the least and the most of it in the time that is spoken of: a spike is not lost. */
export type Ranged = { readonly last: number; readonly least: number; readonly most: number };

/** The same of what is not always known. */
export type PartlyRanged = { readonly [Part in keyof Ranged]: number | null };

/** States that are ever stored: Unknown is a gap. */
export type KnownExport = Exclude<ExportState, "Unknown">;
export type KnownImport = Exclude<ImportState, "Unknown">;

/** Least worrying first: of several the last one counts. */
export const EXPORT_STATES = [
  "FinalState",
  "SteadyState",
  "NotInitialized",
  "NonSteadyState",
  "ErrorState",
] as const satisfies readonly KnownExport[];
export const IMPORT_STATES = ["NormalState", "NotInitialized", "ErrorState"] as const satisfies readonly KnownImport[];

/**
 * What was known of a lane's backlog (PRODUCT A10), read off one word or folded from many. It speaks for the `knownMs` before
 * `at` and for nothing else: what no sample speaks for was not known.
 */
export type LaneSample = {
  readonly at: Instant;
  readonly knownMs: number;
  /** Changes that have not left. */
  readonly pendingItems: Ranged;
  /** Null while the size of one is not known. */
  readonly pendingBytes: PartlyRanged;
  /** Sent and not acknowledged. */
  readonly inFlightItems: Ranged;
  readonly unackedPackages: Ranged;
  /** Age of the oldest change that the partner is not known to have (D22). */
  readonly riskMs: Ranged;
  /** The worst; null when it was not known. */
  readonly exportState: KnownExport | null;
  readonly importState: KnownImport | null;
  /** What happened in the time that it speaks for. */
  readonly arrivedItems: number;
  readonly sentItems: number;
  readonly sentBytes: number;
  readonly ackedItems: number;
};

/** A figure that stood still. */
export function still<Value extends number | null>(value: Value) {
  return { last: value, least: value, most: value };
}

/** Two samples that follow each other as one. */
export function folded(before: LaneSample, after: LaneSample): LaneSample {
  return {
    at: after.at,
    knownMs: before.knownMs + after.knownMs,
    pendingItems: ranged(before.pendingItems, after.pendingItems),
    pendingBytes: partlyRanged(before.pendingBytes, after.pendingBytes),
    inFlightItems: ranged(before.inFlightItems, after.inFlightItems),
    unackedPackages: ranged(before.unackedPackages, after.unackedPackages),
    riskMs: ranged(before.riskMs, after.riskMs),
    exportState: worst(EXPORT_STATES, before.exportState, after.exportState),
    importState: worst(IMPORT_STATES, before.importState, after.importState),
    arrivedItems: before.arrivedItems + after.arrivedItems,
    sentItems: before.sentItems + after.sentItems,
    sentBytes: before.sentBytes + after.sentBytes,
    ackedItems: before.ackedItems + after.ackedItems,
  };
}

function ranged(a: Ranged, b: Ranged): Ranged {
  return { last: b.last, least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) };
}

function partlyRanged(a: PartlyRanged, b: PartlyRanged): PartlyRanged {
  const either = (of: (...two: number[]) => number, x: number | null, y: number | null) =>
    x === null || y === null ? (x ?? y) : of(x, y);
  return { last: b.last, least: either(Math.min, a.least, b.least), most: either(Math.max, a.most, b.most) };
}

function worst<S>(order: readonly S[], a: S | null, b: S | null): S | null {
  const rank = Math.max(...[a, b].map((state) => (state === null ? -1 : order.indexOf(state))));
  return order[rank] ?? null;
}
