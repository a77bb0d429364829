import type { BackupCategory, ModuleFace, ModuleName } from "./backup-module.ts";
import type { EngineBeat, ExportReport, ImportReport, SyncRun } from "./evidence.ts";
import type { ExportState } from "./export-state.ts";
import { isFresh } from "./freshness.ts";
import type { ImportState } from "./import-state.ts";
import { type Instant, isoInstant, isoOrNull } from "./instant.ts";
import { type Hearing, judgeExport, judgeImport, judgePartnerImport } from "./lane-state.ts";
import { overallExport, overallImport } from "./overall-state.ts";
import type { PoolFqdn } from "./pool.ts";
import type { ReasonCode } from "./reasons.ts";

/** One module of a pool as Get-CsBackupServiceStatus tells it (DOMAIN 2.2, D15); instants are ISO UTC text. */
export type ModuleStatus = {
  readonly Identity: ModuleName;
  readonly Category: BackupCategory;
  readonly ExportStatus: ExportState;
  readonly ImportStatus: ImportState;
  /** Why the export is not Final, else why the import is not Normal; null when there is nothing to say. */
  readonly Reason: ReasonCode | null;
  /** The moment of the evidence; null before any. */
  readonly AsOf: string | null;
  readonly PendingItems: number | null;
  readonly PendingBytes: number | null;
  readonly UnackedPackages: number | null;
  readonly IgnoredItems: number | null;
  readonly OldestChangeAt: string | null;
  readonly SecondsAtRisk: number | null;
  readonly NextCycleAt: string | null;
  readonly LastCycleAt: string | null;
  readonly LastScanAt: string | null;
  readonly LastFinalAt: string | null;
  readonly LastError: LastError | null;
  readonly UnknownSince: string | null;
  /** What was last known while something is Unknown; else null. */
  readonly LastKnown: LastKnown | null;
};

export type LastError = {
  readonly Side: "Export" | "Import";
  readonly Code: ReasonCode;
  readonly Sentence: string;
  readonly Path: string | null;
  readonly FirstAt: string;
  readonly At: string;
  readonly Count: number;
};

export type LastKnown = {
  readonly ExportStatus: ExportState;
  readonly ImportStatus: ImportState;
  readonly At: string | null;
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
};

export type StatusQuestion = {
  readonly pool: PoolFqdn;
  readonly partner: PoolFqdn;
  readonly modules: readonly ModuleEvidence[];
  readonly beat: EngineBeat | null;
  readonly hearing: Hearing;
  readonly intervalMs: number;
  readonly now: Instant;
};

/** Computes a pool's status from evidence at `now`; nothing here is stored or set. */
export function poolStatus(asked: StatusQuestion): PoolStatus {
  const modules = asked.modules.map((evidence) => moduleStatus(evidence, asked));
  const moments = modules.flatMap((module) => (module.AsOf === null ? [] : [module.AsOf]));
  return {
    PoolFqdn: asked.pool,
    BackupPoolFqdn: asked.partner,
    ActiveMachineFqdn: asked.hearing.fresh ? (asked.beat?.machine ?? null) : null,
    AsOf: moments.sort()[0] ?? isoInstant(asked.now),
    OverallExportStatus: overallExport(modules.map((module) => module.ExportStatus)),
    OverallImportStatus: overallImport(modules.map((module) => module.ImportStatus)),
    BackupModules: modules,
  };
}

function moduleStatus({ module, exported, imported, runs }: ModuleEvidence, asked: StatusQuestion): ModuleStatus {
  const { hearing, intervalMs, now } = asked;
  const out = judgeExport(exported, runs, hearing, intervalMs, now);
  const into = judgeImport(imported, hearing, now);
  const isUnknown = out.state === "Unknown" || into.state === "Unknown";
  // When the engine is not heard, or has not looked yet, nothing that it would have to tell is known, counts included;
  // when only the partner is silent the counts are our own and stay (D20).
  const seen = out.reason === "engine-unheard" || exported?.runId !== hearing.runId ? null : exported;
  const counted = seen?.countedAt === null ? null : seen;
  return {
    Identity: module.name,
    Category: module.category,
    ExportStatus: out.state,
    ImportStatus: into.state,
    Reason: out.reason ?? into.reason,
    AsOf: isoOrNull(exported?.at ?? null),
    PendingItems: counted?.pendingItems ?? null,
    PendingBytes: counted?.pendingBytes ?? null,
    UnackedPackages: counted?.unackedPackages ?? null,
    IgnoredItems: seen?.ignoredItems ?? null,
    OldestChangeAt: isoOrNull(counted?.oldestChangeAt ?? null),
    SecondsAtRisk: counted === null ? null : secondsAtRisk(counted, now),
    NextCycleAt: isoOrNull(seen?.nextCycleAt ?? null),
    LastCycleAt: isoOrNull(exported?.lastCycleAt ?? null),
    LastScanAt: isoOrNull(exported?.lastScanAt ?? null),
    LastFinalAt: isoOrNull(exported?.lastFinalAt ?? null),
    LastError: lastError(exported, imported),
    UnknownSince: isoOrNull(out.unknownSince ?? into.unknownSince),
    LastKnown: isUnknown ? lastKnown(exported, imported, runs, intervalMs) : null,
  };
}

/** Age of the oldest change that the partner is not known to have; 0 when there is none (D22). */
function secondsAtRisk({ oldestChangeAt }: ExportReport, now: Instant): number {
  return oldestChangeAt === null ? 0 : Math.max(0, Math.floor((now - oldestChangeAt) / 1000));
}

function lastError(exported: ExportReport | null, imported: ImportReport | null): LastError | null {
  if (exported?.attempt.is === "failed") return told("Export", exported.attempt.fault);
  if (imported?.attempt.is === "failed") return told("Import", imported.attempt.fault);
  return null;
}

function told(side: LastError["Side"], fault: Extract<ExportReport["attempt"], { is: "failed" }>["fault"]): LastError {
  return {
    Side: side,
    Code: fault.code,
    Sentence: fault.sentence,
    Path: fault.path,
    FirstAt: isoInstant(fault.firstAt),
    At: isoInstant(fault.at),
    Count: fault.count,
  };
}

/**
 * The law applied to the last evidence as of its own moment; where only the partner is silent, with its last word taken as
 * it was, as of when that was heard.
 */
function lastKnown(
  exported: ExportReport | null,
  imported: ImportReport | null,
  runs: readonly SyncRun[],
  intervalMs: number,
): LastKnown | null {
  const at = exported?.at ?? imported?.at ?? null;
  if (at === null) return null;
  const then = (report: { runId: string; at: Instant } | null): Hearing => ({
    runId: report?.runId ?? null,
    heardAt: report?.at ?? null,
    fresh: report !== null,
  });
  const heardAt = exported?.partner?.heardAt ?? null;
  const believed =
    exported?.partner && heardAt !== null ? { ...exported, partner: { ...exported.partner, heardAt: at } } : exported;
  return {
    ExportStatus: judgeExport(believed, runs, then(exported), intervalMs, at).state,
    ImportStatus: judgeImport(imported, then(imported), imported?.at ?? at).state,
    At: isoInstant(heardAt !== null && !isFresh(heardAt, at) ? heardAt : at),
  };
}

/** One direction of a pair as a row of a screen shows it: the source's status and the partner's import (D15). */
export type DirectionStatus = {
  readonly From: PoolFqdn;
  readonly To: PoolFqdn;
  readonly Status: PoolStatus;
  readonly PartnerImports: readonly {
    readonly Identity: ModuleName;
    readonly ImportStatus: ImportState;
    readonly Reason: ReasonCode | null;
    readonly AsOf: string | null;
    readonly UnknownSince: string | null;
  }[];
};

/** Computes a screen's row for `asked.pool` -> `asked.partner`. */
export function directionStatus(asked: StatusQuestion): DirectionStatus {
  return {
    From: asked.pool,
    To: asked.partner,
    Status: poolStatus(asked),
    PartnerImports: asked.modules.map(({ module, exported }) => {
      const word = judgePartnerImport(exported, asked.hearing, asked.now);
      return {
        Identity: module.name,
        ImportStatus: word.state,
        Reason: word.reason,
        AsOf: isoOrNull(exported?.partner?.heardAt ?? null),
        UnknownSince: isoOrNull(word.unknownSince),
      };
    }),
  };
}
