import type { ModuleName } from "#lib/domain/backup-module.ts";
import { NEVER_COMPARED } from "#lib/domain/compare.ts";
import type { ExportReport, ImportReport } from "#lib/domain/evidence.ts";
import type { Lane } from "#lib/domain/lane.ts";
import { NO_LOSS } from "#lib/domain/loss.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { EMPTY_QUARANTINE } from "#lib/domain/quarantine.ts";
import type { SyncRequest, SyncRun } from "#lib/domain/request.ts";
import type { Actor } from "#lib/domain/role.ts";
import type { Topology } from "#lib/domain/topology.ts";
import { NO_TRAFFIC } from "#lib/domain/trail.ts";

export const POOL_1 = "pool1.pairkeeper.test" as PoolFqdn;
export const POOL_2 = "pool2.pairkeeper.test" as PoolFqdn;
export const PRESENCE = "UserServices.PresenceFocus" as ModuleName;
export const DATA_CONF = "ConfServices.DataConf" as ModuleName;
export const CMS_MASTER = "CentralMgmt.CMSMaster" as ModuleName;

/** Both pools, paired; the first one is CMS master. */
export const TWO_POOLS: Topology = {
  pools: [POOL_1, POOL_2],
  pairs: [{ a: POOL_1, b: POOL_2 }],
  cmsMaster: POOL_1,
};

/** Pool 1 -> pool 2, PresenceFocus. */
export const LANE: Lane = { from: POOL_1, to: POOL_2, module: PRESENCE };

export function anActor(more: Partial<Actor> = {}): Actor {
  return { name: "ada", role: "administrator", pools: "all", door: "api", ...more };
}

/** An export that is Final as of `at`, with the partner's word just heard. */
export function anExportReport(at: number, more: Partial<ExportReport> = {}): ExportReport {
  return {
    lane: LANE,
    role: null,
    runId: "run-1",
    at,
    startedAt: at,
    attempt: { is: "ended", at },
    cutOff: { at, closed: true },
    missed: null,
    countedAt: more.at ?? at,
    pendingItems: 0,
    goneItems: 0,
    heldItems: 0,
    held: null,
    pendingBytes: 0,
    leftOver: 0,
    inFlightItems: 0,
    inFlightBytes: 0,
    unackedPackages: 0,
    oldestUnackedAt: null,
    oldestChangeAt: null,
    loss: { counts: NO_LOSS, unnamed: 0, since: null, at: more.at ?? at },
    ignoredItems: null,
    partner: {
      heardAt: at,
      importState: "NormalState",
      lastError: null,
      standby: "ok",
      own: "ok",
      isSameStore: true,
      quarantine: EMPTY_QUARANTINE,
    },
    skips: [],
    canary: null,
    nextCycleAt: at + 120_000,
    lastCycleAt: at,
    lastScanAt: null,
    lastFinalAt: at,
    limitLiftedUntil: null,
    compare: NEVER_COMPARED,
    progressAt: at,
    traffic: NO_TRAFFIC,
    measured: null,
    ...more,
  };
}

/** An import that works as of `at`. */
export function anImportReport(at: number, more: Partial<ImportReport> = {}): ImportReport {
  return {
    lane: LANE,
    role: null,
    runId: "run-1",
    at,
    attempt: { is: "ended", at },
    lastImportAt: at,
    quarantine: EMPTY_QUARANTINE,
    progressAt: more.at ?? at,
    ...more,
  };
}

/** One part of `request` as the engine tells it. */
export function aRun(request: SyncRequest, more: Partial<SyncRun> = {}): SyncRun {
  return {
    requestId: request.id,
    lane: { from: request.from, to: request.to, module: request.modules[0] ?? PRESENCE },
    phase: "looking",
    totalItems: null,
    leftItems: 0,
    inFlightItems: 0,
    goneItems: 0,
    at: request.at,
    endedAt: null,
    totalBytes: null,
    leftBytes: null,
    currentItem: null,
    sendingSince: null,
    end: null,
    problem: null,
    compared: null,
    heldItems: 0,
    returned: null,
    ...more,
  };
}
