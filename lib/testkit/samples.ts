import { type LaneSample, still } from "#lib/domain/sample.ts";

/** What was known of a lane in the minute before `at`: nothing waits, unless told otherwise. */
export function aSample(at: number, more: Partial<LaneSample> = {}): LaneSample {
  return {
    at,
    knownMs: 60_000,
    pendingItems: still(0),
    pendingBytes: still(0),
    inFlightItems: still(0),
    unackedPackages: still(0),
    riskMs: still(0),
    exportState: "FinalState",
    importState: "NormalState",
    arrivedItems: 0,
    sentItems: 0,
    sentBytes: 0,
    ackedItems: 0,
    ...more,
  };
}
