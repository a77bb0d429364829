import { isCanaryLate } from "./canary.ts";
import { exportsAs, importsAs } from "./cms-role.ts";
import type { ExportReport, ImportReport } from "./evidence.ts";
import { type ExportEvidence, type ExportState, exportState } from "./export-state.ts";
import { isFresh, STALLED_AFTER_MS } from "./freshness.ts";
import type { Hearing } from "./hearing.ts";
import { type ImportEvidence, type ImportState, importState } from "./import-state.ts";
import type { Instant } from "./instant.ts";
import { MAX_UNACKED_PACKAGES } from "./limits.ts";
import { openQuarantine } from "./quarantine.ts";
import type { ReasonCode } from "./reasons.ts";
import type { SyncRun } from "./request.ts";

/** A state with why it is so and since when it is unheard. */
export type Judged<S> = {
  readonly state: S;
  readonly reason: ReasonCode | null;
  readonly unknownSince: Instant | null;
};

/**
 * Judges one lane's export side: DOMAIN 3.2 over the report, the open requests and the engine's hearing. `now` is the
 * moment by the clock of the engine that wrote the report: no two machines' clocks are ever compared.
 */
export function judgeExport(
  report: ExportReport | null,
  runs: readonly SyncRun[],
  hearing: Hearing,
  intervalMs: number,
  now: Instant,
): Judged<ExportState> {
  const [evidence, reason] = exportEvidence(report, runs, hearing, intervalMs, now);
  const state = exportState(evidence);
  const partnerSince = report?.partner?.heardAt ?? report?.startedAt ?? null;
  const unknownSince =
    state !== "Unknown" ? null : evidence.kind === "unheard" ? (hearing.heardAt ?? report?.at ?? null) : partnerSince;
  const why = state === "Unknown" && evidence.kind === "ran" ? "partner-unheard" : reason;
  return { state, reason: state === "FinalState" ? null : why, unknownSince };
}

function exportEvidence(
  report: ExportReport | null,
  runs: readonly SyncRun[],
  hearing: Hearing,
  intervalMs: number,
  now: Instant,
): readonly [ExportEvidence, ReasonCode | null] {
  if (!hearing.fresh) return [{ kind: "unheard" }, "engine-unheard"];
  if (report === null || report.runId !== hearing.runId) return [{ kind: "never-ran" }, "starting"];
  if (!isFresh(report.at, now)) return [{ kind: "unheard" }, "engine-unheard"];
  if (!exportsAs(report.role)) return [{ kind: "not-exporting", why: "not-cms-master" }, "not-cms-master"];
  const { attempt } = report;
  if (attempt.is === "failed") return [{ kind: "failed", why: attempt.fault.code }, attempt.fault.code];
  if (report.at - report.progressAt > intervalMs + STALLED_AFTER_MS)
    return [{ kind: "failed", why: "stalled" }, "stalled"];
  if (report.missed !== null) return [{ kind: "failed", why: report.missed }, report.missed];
  if (hasLostStandby(report, runs, now)) return [{ kind: "failed", why: "standby-lost" }, "standby-lost"];
  if (attempt.is === "none") return [{ kind: "never-ran" }, "starting"];
  if (report.heldItems > 0) return [{ kind: "failed", why: "deletion-guard" }, "deletion-guard"];
  const differs = whatDiffers(report);
  if (differs !== null) return [{ kind: "failed", why: differs }, differs];
  const unsent = runs.filter(isUnsent).length;
  const openRuns = runs.filter((run) => run.endedAt === null).length;
  const isHeard = isFresh(report.partner?.heardAt ?? null, now);
  const isCalm = isHeard && report.leftOver + unsent === 0 && report.partner?.importState !== "ErrorState";
  if (isCalm && isCanaryLate(report.canary, report.oldestChangeAt, intervalMs, report.at))
    return [{ kind: "failed", why: "canary-late" }, "canary-late"];
  return [
    {
      kind: "ran",
      leftOver: report.leftOver + unsent,
      outstanding: outstanding(report) + openRuns,
      partner: isHeard ? "heard" : "unheard",
      proof: isClosed(report) ? "closed" : "open",
    },
    isHeard && report.partner?.importState === "ErrorState" ? "partner-fails" : whyNotFinal(report, unsent),
  ];
}

/** More than nothing while anything is pending, in flight, held or quarantined; only compared with nothing. */
function outstanding(report: ExportReport): number {
  const waiting = report.pendingItems + report.goneItems + report.heldItems;
  return waiting + report.inFlightItems + report.unackedPackages + quarantined(report);
}

function quarantined({ partner }: ExportReport): number {
  return partner?.quarantine?.items ?? 0;
}

/** The partner refuses what nobody skipped. */
function isRefusing({ partner, skips }: ExportReport): boolean {
  return partner?.quarantine != null && openQuarantine(partner.quarantine, skips).items > 0;
}

function whyNotFinal(report: ExportReport, unsent: number): ReasonCode | null {
  if (report.unackedPackages >= MAX_UNACKED_PACKAGES) return "partner-does-not-import";
  if (unsent > 0) return "request-runs";
  if (report.leftOver > 0) return "limit-reached";
  if (isRefusing(report)) return "quarantined";
  if (report.goneItems > 0) return "deletions-wait";
  return quarantined(report) > 0 ? "skipped" : null;
}

/** D16: a request is pending work from its acceptance until all that it enumerated is sent. */
function isUnsent(run: SyncRun): boolean {
  switch (run.phase) {
    case "accepted":
    case "asking":
    case "looking":
    case "sending":
      return true;
    case "sent":
    case "done":
      return false;
  }
}

/**
 * A standby that its own side calls lost, or another store than the ledger knows, holds nothing that can be relied on; nor
 * does one that waits to be filled while nobody asks for that any more.
 */
function hasLostStandby({ partner }: ExportReport, runs: readonly SyncRun[], now: Instant): boolean {
  if (partner === null || !isFresh(partner.heardAt, now)) return false;
  const isForsaken = partner.standby === "restoring" && runs.every((run) => run.endedAt !== null);
  return partner.standby === "lost" || isForsaken || !partner.isSameStore;
}

/**
 * A data set that waits to be given back while its standby waits too, or is lost: with nobody's request under way each would wait
 * for ever. `returning`: the parts of requests that concern the lane to this pool.
 */
export function isNeitherWhole(
  { reason }: Judged<ExportState>,
  report: ExportReport | null,
  returning: readonly SyncRun[],
  now: Instant,
): boolean {
  const partner = report?.partner ?? null;
  if (reason !== "restoring" || partner === null || !isFresh(partner.heardAt, now)) return false;
  return partner.standby !== "ok" && returning.every((run) => run.endedAt !== null);
}

/**
 * The partner may lack more than this pool's own book counts: its standby is not whole by its last word, or it is being asked
 * what it holds. Until a comparison has counted that, nothing pending in the book is not nothing to send (DESIGN L11, D16).
 */
function mayLackMore({ partner }: ExportReport, runs: readonly SyncRun[]): boolean {
  const open = runs.filter((run) => run.endedAt === null);
  if (open.some((run) => run.phase === "asking")) return true;
  if (partner !== null && (partner.standby === "lost" || !partner.isSameStore)) return true; // whatever was compared before
  if (open.some((run) => run.compared !== null)) return false;
  return partner?.standby === "restoring";
}

/** The report where it tells what waits; null where nothing was counted, or nothing is no count. */
export function knownBacklog(report: ExportReport | null, runs: readonly SyncRun[]): ExportReport | null {
  if (report === null || report.countedAt === null) return null;
  return report.pendingItems === 0 && mayLackMore(report, runs) ? null : report;
}

/** Data that is known to differ is never under a green badge (DESIGN 8), until evidence says that it is the same again. */
function whatDiffers({ compare }: ExportReport): ReasonCode | null {
  if (compare === null || compare.drift === 0) return null;
  return compare.ownedByBoth === compare.drift ? "ownership-conflict" : "standby-differs";
}

/** The clauses of DESIGN L5 beside counts and freshness. */
function isClosed({ missed, cutOff, countedAt, at, partner, compare }: ExportReport): boolean {
  const isSeen = missed === null && compare !== null && cutOff?.closed === true && countedAt === at;
  return isSeen && partner?.isSameStore === true && partner.standby === "ok" && partner.quarantine !== null;
}

/** Judges one lane's import side by its own engine's report; `now` as for the export side. */
export function judgeImport(report: ImportReport | null, hearing: Hearing, now: Instant): Judged<ImportState> {
  const [evidence, reason] = importEvidence(report, hearing, now);
  const state = importState(evidence);
  return { state, reason, unknownSince: state === "Unknown" ? (hearing.heardAt ?? report?.at ?? null) : null };
}

function importEvidence(
  report: ImportReport | null,
  hearing: Hearing,
  now: Instant,
): readonly [ImportEvidence, ReasonCode | null] {
  if (!hearing.fresh) return [{ kind: "unheard" }, "engine-unheard"];
  if (report === null || report.runId !== hearing.runId) return [{ kind: "never-ran" }, "starting"];
  if (!isFresh(report.at, now)) return [{ kind: "unheard" }, "engine-unheard"];
  if (!importsAs(report.role)) return [{ kind: "idle" }, null];
  if (isImportStalled(report.progressAt, report.at)) return [{ kind: "failed", why: "stalled" }, "stalled"];
  switch (report.attempt.is) {
    case "none":
      return [{ kind: "never-ran" }, "starting"];
    case "failed":
      return [{ kind: "failed", why: report.attempt.fault.code }, report.attempt.fault.code];
    case "ended":
      return [{ kind: "ran" }, null];
  }
}

/** An importer looks into its inbox all the time, whatever the interval: it has stalled when that takes longer than this. Both moments by one clock. */
export function isImportStalled(progressAt: Instant, now: Instant): boolean {
  return now - progressAt > STALLED_AFTER_MS;
}
