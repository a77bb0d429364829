import fc from "fast-check";
import { type CompareReceipt, DEPTHS } from "#lib/domain/compare.ts";
import type { ExportReport } from "#lib/domain/evidence.ts";
import { MISSED } from "#lib/domain/evidence.ts";
import { FAULT_CODES } from "#lib/domain/fault.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { Epoch } from "#lib/domain/package.ts";
import type { Quarantine } from "#lib/domain/quarantine.ts";
import { OWN_STATES, STORE_STATES } from "#lib/domain/store-state.ts";
import { LANE } from "./evidence.ts";

const instant = fc.nat({ max: 4_102_444_800_000 });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const fault = fc.record({
  code: fc.constantFrom(...FAULT_CODES),
  sentence: fc.string({ unit: "binary" }),
  path: maybe(fc.string({ unit: "binary" })),
  firstAt: instant,
  at: instant,
  count: fc.nat(),
});

const anyQuarantine: fc.Arbitrary<Quarantine> = fc.record({
  items: fc.nat(),
  oldestAt: maybe(instant.map(isoInstant)),
  named: fc.array(
    fc.record({
      table: fc.string(),
      key: fc.string({ unit: "binary" }),
      code: fc.constantFrom(...FAULT_CODES),
      sentence: fc.string(),
      since: instant.map(isoInstant),
      triedIn: maybe(fc.string()),
      triedAt: maybe(instant.map(isoInstant)),
      tries: fc.nat(),
    }),
    { maxLength: 3 },
  ),
});

const verified = {
  depth: fc.constantFrom(...DEPTHS),
  at: instant,
  equal: fc.nat(),
  read: fc.nat(),
  changing: fc.nat(),
  held: fc.nat(),
  refused: fc.nat(),
  unnamed: fc.nat(),
};
const anyReceipt: fc.Arbitrary<CompareReceipt> = fc.record({
  ...verified,
  isScheduled: fc.boolean(),
  endedAt: instant,
  different: fc.nat(),
  missing: fc.nat(),
  extra: fc.nat(),
  ownedByBoth: fc.nat(),
  ranges: fc.nat(),
  opened: fc.nat(),
});

/** Any export report that the domain allows, whether it makes sense or not. */
export const anyExportReport: fc.Arbitrary<ExportReport> = fc.record({
  lane: fc.constant(LANE),
  role: fc.constantFrom(null, "master", "standby", "none"),
  runId: fc.uuid(),
  at: instant,
  startedAt: instant,
  attempt: fc.oneof(
    fc.constant({ is: "none" as const }),
    fc.record({ is: fc.constant("ended" as const), at: instant }),
    fc.record({ is: fc.constant("failed" as const), fault }),
  ),
  cutOff: maybe(fc.record({ at: instant, closed: fc.boolean() })),
  missed: fc.option(fc.constantFrom(...MISSED), { nil: null }),
  countedAt: maybe(instant),
  pendingItems: fc.nat(),
  goneItems: fc.nat(),
  heldItems: fc.nat(),
  held: maybe(
    fc.record({
      items: fc.nat(),
      token: fc.string(),
      since: instant.map(isoInstant),
      named: fc.array(fc.string({ unit: "binary" }), { maxLength: 3 }),
    }),
  ),
  pendingBytes: maybe(fc.nat()),
  leftOver: fc.nat(),
  inFlightItems: fc.nat(),
  inFlightBytes: fc.nat(),
  oldestUnackedAt: maybe(instant),
  unackedPackages: fc.nat(),
  oldestChangeAt: maybe(instant),
  loss: maybe(
    fc.record({
      counts: fc.record({
        users: fc.nat(),
        conferences: fc.nat(),
        files: fc.nat(),
        documents: fc.nat(),
        others: fc.nat(),
      }),
      unnamed: fc.nat(),
      since: maybe(instant),
      at: instant,
    }),
  ),
  ignoredItems: maybe(fc.nat()),
  partner: maybe(
    fc.record({
      heardAt: maybe(instant),
      importState: fc.constantFrom(
        "Unknown" as const,
        "NotInitialized" as const,
        "ErrorState" as const,
        "NormalState" as const,
      ),
      lastError: maybe(fc.string()),
      standby: fc.constantFrom(...STORE_STATES),
      own: maybe(fc.constantFrom(...OWN_STATES)),
      isSameStore: fc.boolean(),
      quarantine: maybe(anyQuarantine),
    }),
  ),
  canary: maybe(fc.record({ delayMs: maybe(fc.nat()), arrivedAt: maybe(instant), waitingSince: maybe(instant) })),
  skips: fc.array(
    fc.record({
      table: fc.string(),
      key: fc.string({ unit: "binary" }),
      upTo: fc.record({ epoch: fc.nat().map((value) => value as Epoch), seq: fc.nat() }),
      by: fc.string(),
      reason: fc.string(),
      at: instant.map(isoInstant),
    }),
    { maxLength: 3 },
  ),
  nextCycleAt: maybe(instant),
  lastCycleAt: maybe(instant),
  lastScanAt: maybe(instant),
  lastFinalAt: maybe(instant),
  limitLiftedUntil: maybe(instant),
  compare: maybe(
    fc.record({
      last: maybe(anyReceipt),
      verified: maybe(fc.record(verified)),
      drift: fc.nat(),
      ownedByBoth: fc.nat(),
      driftSince: maybe(instant),
    }),
  ),
  progressAt: instant,
  traffic: fc.record({ sentItems: fc.nat(), sentBytes: fc.nat(), ackedItems: fc.nat(), ackedBytes: fc.nat() }),
  measured: maybe(
    fc.record({
      cycles: fc.nat(),
      arrivedItemsPerMs: fc.nat(),
      arrivedBytesPerMs: maybe(fc.nat()),
      sentItems: fc.nat(),
      sentBytes: fc.nat(),
      peakMs: fc.nat(),
      growthMs: fc.integer(),
    }),
  ),
});
