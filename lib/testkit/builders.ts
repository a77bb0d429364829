import type { Ack, Flight } from "#lib/domain/ack.ts";
import type { EngineBeat, PartnerWord } from "#lib/domain/evidence.ts";
import type { FaultRecord } from "#lib/domain/fault.ts";
import type { Hearing } from "#lib/domain/hearing.ts";
import type { Epoch, ManifestHash, PackageId, PackageRef } from "#lib/domain/package.ts";
import { EMPTY_QUARANTINE, type Quarantine, type Quarantined } from "#lib/domain/quarantine.ts";
import { NO_DETAIL, type SyncRequest, type SyncRun } from "#lib/domain/request.ts";
import { aRun, POOL_1, POOL_2, PRESENCE } from "./evidence.ts";

/** A moment to reckon from. */
export const NOON = Date.UTC(2026, 10, 21, 12);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** The run that `testkit/evidence.ts` speaks of unless told otherwise. */
export const RUN_ID = "run-1";

/** An engine that was just heard. */
export function aHearing(at: number, more: Partial<Hearing> = {}): Hearing {
  return { runId: RUN_ID, heardAt: at, fresh: true, ...more };
}

export function aBeat(at: number, more: Partial<EngineBeat> = {}): EngineBeat {
  return { runId: RUN_ID, machine: "fe1.pairkeeper.test", at, ...more };
}

/** A partner that imports well and was just heard. */
export function aWord(at: number, more: Partial<PartnerWord> = {}): PartnerWord {
  return {
    heardAt: at,
    importState: "NormalState",
    lastError: null,
    standby: "ok",
    own: "ok",
    isSameStore: true,
    quarantine: EMPTY_QUARANTINE,
    ...more,
  };
}

export function aFault(at: number, more: Partial<FaultRecord> = {}): FaultRecord {
  return { code: "disk-full", sentence: "The disk is full.", path: null, firstAt: at, at, count: 1, ...more };
}

function aRequest(at: number, more: Partial<SyncRequest> = {}): SyncRequest {
  const who = { detail: NO_DETAIL, by: "ada", door: "api", cancelledAt: null };
  return { id: "request-1", what: "full-push", from: POOL_1, to: POOL_2, modules: [PRESENCE], at, ...who, ...more };
}

/** One row that the standby refused for what is in it, since `at`; `more` are refused too. */
export function aQuarantine(at: number, more: readonly Quarantined[] = []): Quarantine {
  const since = new Date(at).toISOString();
  const row: Quarantined = {
    table: "users",
    key: '["sip:ada@example.com"]',
    code: "bad-data",
    sentence: "The settings are no JSON.",
    since,
    triedIn: "1-1",
    triedAt: since,
    tries: 1,
  };
  return { items: 1 + more.length, oldestAt: since, named: [row, ...more] };
}

/** One lane's part of a request in `phase`; ended when it is done. */
export function aRunIn(phase: SyncRun["phase"], at: number, more: Partial<SyncRun> = {}): SyncRun {
  return aRun(aRequest(at), { phase, endedAt: phase === "done" ? at : null, ...more });
}

export function aPackage(epoch: number, seq: number): PackageId {
  return { epoch: epoch as Epoch, seq };
}

/** The package with the hash that was recorded for it; another `hash` makes it a stranger of the same number. */
export function aRef(epoch: number, seq: number, hash = `hash-${epoch}-${seq}`): PackageRef {
  return { ...aPackage(epoch, seq), hash: hash as ManifestHash };
}

export function aFlight(epoch: number, seq: number, items = 1): Flight {
  return { ...aRef(epoch, seq), items };
}

/** A standby's word: well, and nothing applied yet. */
export function anAck(more: Partial<Ack> = {}): Ack {
  return {
    format: 1,
    applied: null,
    expects: null,
    quarantine: EMPTY_QUARANTINE,
    canary: null,
    resend: false,
    writer: RUN_ID,
    beat: 1,
    standbyStoreId: "store-2",
    standby: "ok",
    own: "ok",
    receipt: null,
    importState: "NormalState",
    lastError: null,
    at: new Date(NOON).toISOString(),
    freeBytes: null,
    ...more,
  };
}
