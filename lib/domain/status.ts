import { wholeSecondsSince } from "./age.ts";
import type { BackupCategory, ModuleFace, ModuleName } from "./backup-module.ts";
import { type CmsRole, exportsAs } from "./cms-role.ts";
import type { Depth } from "./compare.ts";
import type { EngineBeat, ExportReport, ImportReport } from "./evidence.ts";
import type { ExportState } from "./export-state.ts";
import { forecast } from "./forecast.ts";
import type { Hearing } from "./hearing.ts";
import type { ImportState } from "./import-state.ts";
import { type Instant, isoInstant, isoOrNull } from "./instant.ts";
import { isNeitherWhole, type Judged, judgeExport, judgeImport, knownBacklog } from "./lane-state.ts";
import { type LastError, lastError } from "./last-error.ts";
import { type LastKnown, lastKnown } from "./last-known.ts";
import type { CycleLimit } from "./limits.ts";
import { overallExport, overallImport } from "./overall-state.ts";
import type { PoolFqdn } from "./pool.ts";
import { openQuarantine, type Quarantine } from "./quarantine.ts";
import type { ReasonCode } from "./reasons.ts";
import type { SyncRun } from "./request.ts";

/** One module of a pool as Get-CsBackupServiceStatus tells it (DOMAIN 2.2, D15); instants are ISO UTC text. */
export type ModuleStatus = {
  readonly Identity: ModuleName;
  readonly Category: BackupCategory;
  /** What the pool is to this module; null where every pool runs it, and while it is not known. Only a master exports. */
  readonly Role: CmsRole | null;
  readonly ExportStatus: ExportState;
  readonly ImportStatus: ImportState;
  /**
   * Why the export is not Final, else why the import is not Normal; null when there is nothing to say. That a pool is not
   * meant to export is said only when nothing ails its import.
   */
  readonly Reason: ReasonCode | null;
  /** The moment of the evidence; null before any. */
  readonly AsOf: string | null;
  /** Never 0 while the partner may lack what nobody has counted (DESIGN L11): null then, or the least of it. */
  readonly PendingItems: number | null;
  readonly PendingBytes: number | null;
  readonly UnackedPackages: number | null;
  /** What they carry, and when the oldest of them was published (PRODUCT A4). */
  readonly UnackedItems: number | null;
  readonly OldestUnackedAt: string | null;
  /** Of the pending: deletions that the guard holds back (DESIGN L10). */
  readonly HeldItems: number | null;
  /** What the partner refused, by its last word, and nobody skipped (DESIGN L12). */
  readonly QuarantinedItems: number | null;
  /** What it refused and a person skipped: held too, and in none of the other figures, `SecondsAtRisk` included. */
  readonly SkippedItems: number | null;
  readonly IgnoredItems: number | null;
  /** How long the last canary took from here to the partner and its word back, and when that was heard (PRODUCT A8). */
  readonly CanaryDelaySeconds: number | null;
  readonly CanaryAsOf: string | null;
  readonly OldestChangeAt: string | null;
  readonly SecondsAtRisk: number | null;
  /** When more is at risk than the target allows, or has been since; null while that is not to be expected. */
  readonly BreachAt: string | null;
  /** When what waits for a limit will have left; null where nothing does, or nothing can be said. */
  readonly DrainsAt: string | null;
  /** What waits for a limit grows or stays: at this rate it never leaves. */
  readonly DoesNotDrain: boolean;
  /** Of what waits for a limit: how much arrives and leaves in a minute; null where nothing waits for one, or it was not measured. */
  readonly Pace: {
    readonly Unit: "items" | "bytes";
    readonly ArrivesPerMinute: number;
    readonly LeavesPerMinute: number;
  } | null;
  readonly NextCycleAt: string | null;
  readonly LastCycleAt: string | null;
  readonly LastScanAt: string | null;
  readonly LastFinalAt: string | null;
  /**
   * As of when a compare found the standby equal, how many items it compared, and how much of them it read; null before any did. A
   * statement as of that moment: what changed since is told by everything else.
   */
  readonly VerifiedEqualAt: string | null;
  readonly VerifiedItems: number | null;
  readonly VerifiedBy: Depth | null;
  /** Items that a compare found to differ, and nothing has shown to be the same since; null while it is not known. */
  readonly DriftItems: number | null;
  /** Until when somebody lifted the limits of a cycle for this copy; null while they hold. */
  readonly LimitLiftedUntil: string | null;
  readonly LastError: LastError | null;
  readonly UnknownSince: string | null;
  /** What was last known while something is Unknown; else null. */
  readonly LastKnown: LastKnown | null;
};

/** A pool's status: what it exports to its partner and what it imports from it (D15). */
export type PoolStatus = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly ActiveMachineFqdn: string | null;
  readonly AsOf: string;
  readonly OverallExportStatus: ExportState;
  readonly OverallImportStatus: ImportState;
  readonly BackupModules: readonly ModuleStatus[];
};

/** Everything that one module's status is computed from. */
export type ModuleEvidence = {
  readonly module: ModuleFace;
  /** This pool's export to its partner, and its import from it. */
  readonly exported: ExportReport | null;
  readonly imported: ImportReport | null;
  /** The parts of requests that concern the export lane and have not ended. */
  readonly runs: readonly SyncRun[];
  /** What a cycle of the module may carry. */
  readonly limit: CycleLimit;
  /** The same of the lane from the partner, which is how what this pool lost comes back. */
  readonly returning: readonly SyncRun[];
};

export type StatusQuestion = {
  readonly pool: PoolFqdn;
  readonly partner: PoolFqdn;
  readonly modules: readonly ModuleEvidence[];
  readonly beat: EngineBeat | null;
  readonly hearing: Hearing;
  /** Whether this service runs the pool's engine, and whether its partner's (PAIRKEEPER_POOLS, DESIGN 6). */
  readonly isHere: boolean;
  readonly isPartnerHere: boolean;
  readonly intervalMs: number;
  /** By the clock of the engine that is heard. */
  readonly now: Instant;
};

/** Computes a pool's status from evidence at `now`; nothing here is stored or set. */
export function poolStatus(asked: StatusQuestion): PoolStatus {
  const modules = asked.modules.map((evidence) => moduleStatus(evidence, asked));
  const moments = modules.flatMap((module) => (module.AsOf === null ? [] : [module.AsOf]));
  const expected = modules.filter((module) => exportsAs(module.Role)); // DOMAIN 3.3
  return {
    PoolFqdn: asked.pool,
    BackupPoolFqdn: asked.partner,
    ActiveMachineFqdn: asked.isHere && asked.hearing.fresh ? (asked.beat?.machine ?? null) : null,
    AsOf: moments.sort()[0] ?? isoInstant(asked.now),
    OverallExportStatus: asked.isHere ? overallExport(expected.map((module) => module.ExportStatus)) : "Unknown",
    OverallImportStatus: asked.isHere ? overallImport(modules.map((module) => module.ImportStatus)) : "Unknown",
    BackupModules: modules,
  };
}

function moduleStatus(evidence: ModuleEvidence, asked: StatusQuestion): ModuleStatus {
  const { module, exported, imported, runs, returning } = evidence;
  const { hearing, isHere, intervalMs, now } = asked;
  const judged = isHere ? judgeExport(exported, runs, hearing, intervalMs, now) : elsewhere(exported?.at);
  const out = isNeitherWhole(judged, exported, returning, now)
    ? { ...judged, reason: "neither-whole" as const }
    : judged;
  const into = isHere ? judgeImport(imported, hearing, now) : elsewhere(imported?.at);
  const isUnknown = out.state === "Unknown" || into.state === "Unknown";
  // When the engine is not heard, or has not looked yet, nothing that it would have to tell is known, counts included;
  // when only the partner is silent the counts are our own and stay (D20).
  const isOwn = isHere && out.reason !== "engine-unheard" && exported?.runId === hearing.runId;
  const seen = isOwn ? exported : null;
  const role = seen?.role ?? null;
  const counted = seen?.countedAt === null ? null : seen;
  const refused = seen === null ? null : refusedBy(seen);
  const oldestAt = counted === null ? null : oldestAtRisk(counted);
  const waits = knownBacklog(seen, runs);
  return {
    Identity: module.name,
    Category: module.category,
    Role: role,
    ExportStatus: out.state,
    ImportStatus: into.state,
    Reason: exportsAs(role) ? (out.reason ?? into.reason) : (into.reason ?? out.reason),
    AsOf: isoOrNull(exported?.at ?? null),
    PendingItems: waits?.pendingItems ?? null,
    PendingBytes: waits?.pendingBytes ?? null,
    UnackedPackages: counted?.unackedPackages ?? null,
    UnackedItems: counted?.inFlightItems ?? null,
    OldestUnackedAt: isoOrNull(counted?.oldestUnackedAt ?? null),
    HeldItems: counted?.heldItems ?? null,
    QuarantinedItems: refused?.items ?? null,
    SkippedItems: skippedItems(seen),
    IgnoredItems: seen?.ignoredItems ?? null,
    CanaryDelaySeconds: tenths(seen?.canary?.delayMs ?? null),
    CanaryAsOf: isoOrNull(seen?.canary?.arrivedAt ?? null),
    OldestChangeAt: isoOrNull(oldestAt),
    SecondsAtRisk: waits === null && oldestAt === null ? null : secondsAtRisk(oldestAt, now),
    ...foreseen(counted, out, evidence, asked),
    NextCycleAt: isoOrNull(seen?.nextCycleAt ?? null),
    LastCycleAt: isoOrNull(exported?.lastCycleAt ?? null),
    LastScanAt: isoOrNull(exported?.lastScanAt ?? null),
    LastFinalAt: isoOrNull(exported?.lastFinalAt ?? null),
    ...verifiedOf(exported),
    DriftItems: seen?.compare?.drift ?? null,
    LimitLiftedUntil: isoOrNull(seen?.limitLiftedUntil ?? null),
    LastError: lastError(exported, imported),
    UnknownSince: isoOrNull(out.unknownSince ?? into.unknownSince),
    LastKnown: isUnknown ? lastKnown(exported, imported, runs, intervalMs) : null,
  };
}

type VerifiedEqual = Pick<ModuleStatus, "VerifiedEqualAt" | "VerifiedItems" | "VerifiedBy">;

/** What was proved as of a moment stays proved, whoever is heard now. */
function verifiedOf(report: ExportReport | null): VerifiedEqual {
  const verified = report?.compare?.verified ?? null;
  return {
    VerifiedEqualAt: isoOrNull(verified?.at ?? null),
    VerifiedItems: verified?.equal ?? null,
    VerifiedBy: verified?.depth ?? null,
  };
}

type Foreseen = Pick<ModuleStatus, "BreachAt" | "DrainsAt" | "DoesNotDrain" | "Pace">;

/** What it will come to; nothing where the backlog itself is not known. */
function foreseen(
  report: ExportReport | null,
  { state, reason }: Judged<ExportState>,
  { limit }: ModuleEvidence,
  { intervalMs, now }: StatusQuestion,
): Foreseen {
  if (report === null) return { BreachAt: null, DrainsAt: null, DoesNotDrain: false, Pace: null };
  const { breachAt, drainsAt, doesNotDrain, pace } = forecast({
    report,
    oldestAt: oldestAtRisk(report),
    isStuck: state === "ErrorState" || state === "Unknown" || reason === "partner-fails",
    isBehind: state === "NonSteadyState" && reason === "limit-reached" && report.limitLiftedUntil === null,
    limit,
    intervalMs,
    now,
  });
  return {
    BreachAt: isoOrNull(breachAt),
    DrainsAt: isoOrNull(drainsAt),
    DoesNotDrain: doesNotDrain,
    Pace: pace && {
      Unit: pace.unit,
      ArrivesPerMinute: pace.arrivesPerMinute,
      LeavesPerMinute: pace.leavesPerMinute,
    },
  };
}

/** Seconds with one decimal. */
function tenths(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 100) / 10;
}

/** Age of the oldest change that the partner is not known to have, from the second that it is shown as; 0 when there is none (D22). */
function secondsAtRisk(oldestAt: Instant | null, now: Instant): number {
  return oldestAt === null ? 0 : wholeSecondsSince(oldestAt, now);
}

/**
 * When the oldest change was made that the partner is not known to have: what it refused is at risk as much as what waits,
 * unless a person skipped it.
 */
export function oldestAtRisk(report: ExportReport): Instant | null {
  const refusedAt = refusedBy(report)?.oldestAt ?? null;
  const moments = [report.oldestChangeAt, Date.parse(refusedAt ?? "")].filter(
    (at): at is Instant => at !== null && Number.isFinite(at),
  );
  return moments.length === 0 ? null : Math.min(...moments);
}

function refusedBy({ partner, skips }: ExportReport): Quarantine | null {
  if (partner?.heardAt == null || partner.quarantine === null) return null;
  return openQuarantine(partner.quarantine, skips);
}

function skippedItems(report: ExportReport | null): number | null {
  const open = report === null ? null : refusedBy(report);
  const all = report?.partner?.quarantine?.items;
  return open === null || all === undefined ? null : all - open.items;
}

/** The state of what another service runs: nothing but since when this one does not know it. */
export function elsewhere(lastAt: Instant | null | undefined): Judged<"Unknown"> {
  return { state: "Unknown", reason: "pool-elsewhere", unknownSince: lastAt ?? null };
}
