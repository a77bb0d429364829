import type { CmsRole } from "#lib/domain/cms-role.ts";
import type { ExportReport, ImportReport } from "#lib/domain/evidence.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { SyncRun } from "#lib/domain/request.ts";
import { NO_TRAFFIC } from "#lib/domain/trail.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { ExportLane } from "./export-lane.ts";
import type { ImportInbox } from "./import-inbox.ts";

/** One side of a lane as the engine runs it. */
export type Exporter = Pick<ExportLane, keyof ExportLane>;
export type Importer = Pick<ImportInbox, keyof ImportInbox>;

export type IdleParts = {
  readonly lane: Lane;
  readonly role: CmsRole;
  readonly runId: string;
  readonly clock: Clock;
};

/**
 * The export of a pool that is not meant to export this module: it never looks, never sends, and says so. What is asked of
 * it all the same has nothing to carry and is done at once.
 */
export function idleExport({ lane, role, runId, clock }: IdleParts): Exporter {
  const bornAt = clock.now();
  const asked = new Map<string, SyncRun>();
  return {
    lane,
    dueAt: Number.POSITIVE_INFINITY,
    hasTombstonesReady: false,
    intervalChanged: () => {},
    learn: (requests) => {
      for (const { id: requestId } of requests) {
        if (!asked.has(requestId)) asked.set(requestId, endedRun(lane, requestId, clock.now()));
      }
    },
    giveUp: () => {},
    lift: () => {},
    runs: () => [...asked.values()],
    forget: (told) => {
      for (const { requestId } of told) asked.delete(requestId);
    },
    cycle: async () => {},
    sendTombstones: async () => {},
    listen: async () => {},
    judgeOwn: async () => {},
    report: async () => reportOf(lane, role, runId, bornAt, clock.now()),
    compare: async () => {},
    isComparing: false,
    compares: () => ({ runs: [], kept: null }),
    forgetCompares: () => {},
    trail: () => ({ lane, cycles: [], packages: [] }),
    forgetTrail: () => {},
  };
}

function endedRun(lane: Lane, requestId: string, at: Instant): SyncRun {
  return {
    requestId,
    lane,
    phase: "done",
    totalItems: 0,
    totalBytes: 0,
    leftItems: 0,
    leftBytes: 0,
    inFlightItems: 0,
    goneItems: 0,
    currentItem: null,
    at,
    sendingSince: null,
    endedAt: at,
    end: "done",
    problem: null,
    compared: null,
    heldItems: 0,
    returned: null,
  };
}

/** The same of an import: it takes nothing in, and says no word that anybody could wait for. */
export function idleImport({ lane, role, runId, clock }: IdleParts): Importer {
  return {
    lane,
    turn: async () => false,
    answer: async () => {},
    answerCompare: async () => {},
    keepWord: async () => {},
    report: (): ImportReport => {
      const at = clock.now();
      return { lane, role, runId, at, attempt: { is: "none" }, lastImportAt: null, quarantine: null, progressAt: at };
    },
  };
}

/** Nothing is known of a lane that does nothing, and nothing is claimed: its counts were never read. */
function reportOf(lane: Lane, role: CmsRole, runId: string, startedAt: Instant, at: Instant): ExportReport {
  return {
    lane,
    role,
    runId,
    at,
    startedAt,
    attempt: { is: "none" },
    cutOff: null,
    missed: null,
    countedAt: null,
    pendingItems: 0,
    goneItems: 0,
    heldItems: 0,
    held: null,
    pendingBytes: null,
    leftOver: 0,
    inFlightItems: 0,
    inFlightBytes: 0,
    unackedPackages: 0,
    oldestUnackedAt: null,
    oldestChangeAt: null,
    loss: null,
    ignoredItems: null,
    partner: null,
    skips: [],
    canary: null,
    nextCycleAt: null,
    lastCycleAt: null,
    lastScanAt: null,
    lastFinalAt: null,
    limitLiftedUntil: null,
    compare: null,
    progressAt: at,
    traffic: NO_TRAFFIC,
    measured: null,
  };
}
