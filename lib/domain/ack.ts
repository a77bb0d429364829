import type { CanaryMark } from "./canary.ts";
import type { ImportState } from "./import-state.ts";
import type { PackageId, PackageRef } from "./package.ts";
import type { Quarantine } from "./quarantine.ts";
import type { ReturnReceipt } from "./return-receipt.ts";
import type { OwnState, StoreState } from "./store-state.ts";

/**
 * The importer's state file, one a lane, rewritten after every import and every 5 s: the partner's word and its
 * heartbeat (DESIGN L4). The exporter and the console know the partner only from it.
 */
export type Ack = {
  readonly format: 1;
  /** The last package that is wholly applied; null before the first. */
  readonly applied: PackageRef | null;
  /** The package that it waits for in this epoch; null before the first, when seq 1 of any epoch will do. */
  readonly expects: PackageId | null;
  /** What it refused and holds; null while it cannot read that. */
  readonly quarantine: Quarantine | null;
  /**
   * The canary as it stands in the standby, read after everything of `applied` was there; null for kinds that have none, and
   * where it cannot be read.
   */
  readonly canary: CanaryMark | null;
  /** The importer cannot go on from what lies before it: what is on its way has to come again (DESIGN L8). */
  readonly resend: boolean;
  /** The import process that wrote it, and its count of writes: a copy that stands still is no heartbeat. */
  readonly writer: string;
  readonly beat: number;
  /** The stamp of the store that holds the standby (`storeStamp`); null while it is lost. */
  readonly standbyStoreId: string | null;
  readonly standby: StoreState;
  /** The importer's own data set of this module: what the exporter is to give back (DESIGN L11). Null while it is not known. */
  readonly own: OwnState | null;
  /** What came of the last return to the importer; null before any, and while it cannot be read. */
  readonly receipt: ReturnReceipt | null;
  readonly importState: ImportState;
  readonly lastError: { readonly code: string; readonly sentence: string; readonly at: string } | null;
  /** The importer's clock, ISO. */
  readonly at: string;
  readonly freeBytes: number | null;
};

/** What is on its way: published and not yet acknowledged. */
export type Flight = PackageRef & { readonly items: number };

export type AckVerdict<F extends Flight> =
  | { readonly is: "clears"; readonly flights: readonly F[] }
  /** Speaks of another epoch, or of nothing: no reason to clear and none to worry. */
  | { readonly is: "says-nothing" }
  /** The number is ours and the hash is not: what was imported is not what was sent. */
  | { readonly is: "foreign"; readonly flight: F };

/**
 * DESIGN L1 and L3: an ack (epoch, n, hash) stands for the packages 1..n of that epoch, and counts only when `hash` is
 * the recorded one of package n. Late and repeated acks find nothing to clear.
 */
export function judgeAck<F extends Flight>(ack: Pick<Ack, "applied">, flights: readonly F[]): AckVerdict<F> {
  const { applied } = ack;
  if (!applied) return { is: "says-nothing" };
  const named = flights.find((flight) => flight.epoch === applied.epoch && flight.seq === applied.seq);
  if (!named) return { is: "says-nothing" };
  if (named.hash !== applied.hash) return { is: "foreign", flight: named };
  return { is: "clears", flights: flights.filter((f) => f.epoch === applied.epoch && f.seq <= applied.seq) };
}
