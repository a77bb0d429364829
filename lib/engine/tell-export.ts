import type { CanaryReport } from "#lib/domain/canary.ts";
import type { CmsRole } from "#lib/domain/cms-role.ts";
import type { LaneCompare } from "#lib/domain/compare.ts";
import type { Attempt, ExportReport, PartnerWord } from "#lib/domain/evidence.ts";
import type { HeldSet } from "#lib/domain/held.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { LaneLoss } from "#lib/domain/loss.ts";
import type { Skip } from "#lib/domain/quarantine.ts";
import type { Look } from "#lib/ports/backup-module.ts";
import type { BookFacts } from "#lib/ports/user-store.ts";
import type { Measure } from "./measure.ts";
import type { Trail } from "./trail.ts";

/** The last look that was through, and how long it took. */
export type LookTaken = Look & { readonly tookMs: number };

/** Everything that a report is written from. */
export type Known = {
  readonly lane: Lane;
  readonly role: CmsRole | null;
  readonly runId: string;
  readonly at: Instant;
  readonly measure: Measure;
  readonly trail: Trail;
  readonly attempt: Attempt;
  readonly look: LookTaken | null;
  readonly facts: BookFacts | null;
  readonly countedAt: Instant | null;
  readonly areTombstonesLimited: boolean;
  readonly held: HeldSet | null;
  readonly loss: LaneLoss | null;
  readonly partner: PartnerWord | null;
  readonly skips: readonly Skip[];
  readonly canary: CanaryReport | null;
  readonly isCanaryMissing: boolean;
  /** By `Clock.elapsed`. */
  readonly dueAt: number;
  readonly lastCycleAt: Instant | null;
  readonly lastScanAt: Instant | null;
  readonly lastFinalAt: Instant | null;
  readonly limitLiftedUntil: Instant | null;
  readonly compare: LaneCompare | null;
};

/** Writes down what a lane knows. Counts that were never read are 0 with `countedAt` null: nothing is claimed by them. */
export function reportOf(known: Known): ExportReport {
  const { lane, role, runId, at, measure, trail, attempt, look, facts, countedAt, partner } = known;
  const { lastCycleAt, lastScanAt, lastFinalAt, limitLiftedUntil } = known;
  const limited = known.areTombstonesLimited ? (facts?.goneUpToMark ?? 0) : 0;
  return {
    lane,
    role,
    runId,
    at,
    startedAt: measure.bornAt,
    attempt,
    cutOff: look && { at: look.at, closed: look.closed },
    missed: look?.missed ?? (known.isCanaryMissing ? "canary-missing" : null),
    countedAt,
    pendingItems: facts?.pendingItems ?? 0,
    goneItems: facts?.goneItems ?? 0,
    heldItems: facts?.heldItems ?? 0,
    held: known.held,
    pendingBytes: facts?.pendingBytes ?? null,
    leftOver: (facts?.upToMark ?? 0) + limited,
    inFlightItems: facts?.inFlightItems ?? 0,
    inFlightBytes: facts?.unackedBytes ?? 0,
    unackedPackages: facts?.unackedPackages ?? 0,
    oldestUnackedAt: trail.oldestUnackedAt,
    oldestChangeAt: facts?.oldestChangeAt ?? null,
    loss: known.loss,
    ignoredItems: look?.ignoredItems ?? null,
    partner,
    skips: known.skips,
    canary: known.canary,
    nextCycleAt: measure.wallOf(known.dueAt),
    lastCycleAt,
    lastScanAt,
    lastFinalAt,
    limitLiftedUntil,
    compare: known.compare,
    progressAt: measure.progressAt,
    traffic: trail.traffic,
    measured: null, // who listens to the engine knows more than one report
  };
}
