import { describe, expect, test } from "vitest";
import { aFault, aHearing, aQuarantine, aRunIn, aWord, HOUR, MINUTE, NOON, SECOND } from "#lib/testkit/builders.ts";
import { anExportReport } from "#lib/testkit/evidence.ts";
import type { ExportReport } from "./evidence.ts";
import type { ExportState } from "./export-state.ts";
import { FAULT_CODES } from "./fault.ts";
import type { Hearing } from "./hearing.ts";
import { judgeExport } from "./lane-state.ts";
import { MAX_UNACKED_PACKAGES } from "./limits.ts";
import type { ReasonCode } from "./reasons.ts";
import type { SyncRun } from "./request.ts";

const INTERVAL = 2 * MINUTE;
const ago = (ms: number) => NOON - ms;

/** Judges at noon; unless told otherwise the evidence is of noon and Final. */
function judged(report: Partial<ExportReport> = {}, runs: readonly SyncRun[] = [], hearing: Partial<Hearing> = {}) {
  return judgeExport(anExportReport(NOON, report), runs, aHearing(NOON, hearing), INTERVAL, NOON);
}

test("an export that has sent everything and heard it acked is Final, with nothing to explain", () => {
  expect(judged()).toEqual({ state: "FinalState", reason: null, unknownSince: null });
});

type Row = [sentence: string, state: ExportState, reason: ReasonCode | null, report: Partial<ExportReport>];

test.each<Row>([
  ["before the first attempt has ended", "NotInitialized", "starting", { attempt: { is: "none" } }],
  ["evidence of an earlier run", "NotInitialized", "starting", { runId: "run-0" }],
  ["a report of 15 s ago", "FinalState", null, { at: ago(15 * SECOND) }],
  ["a report that is older, though the engine beats", "Unknown", "engine-unheard", { at: ago(15 * SECOND + 1) }],
  ["one item that the cycle had to leave", "NonSteadyState", "limit-reached", { leftOver: 1, pendingItems: 1 }],
  ["deletions that wait for their turn", "SteadyState", "deletions-wait", { goneItems: 2, pendingItems: 2 }],
  ["deletions that the cycle had to leave", "NonSteadyState", "limit-reached", { goneItems: 2, leftOver: 1 }],
  ["deletions that are held", "ErrorState", "deletion-guard", { goneItems: 2, heldItems: 2, pendingItems: 2 }],
  [
    "an item that the partner refused",
    "SteadyState",
    "quarantined",
    { partner: aWord(NOON, { quarantine: aQuarantine(ago(HOUR)) }) },
  ],
  [
    "a refused item and deletions that wait",
    "SteadyState",
    "quarantined",
    { goneItems: 1, pendingItems: 1, partner: aWord(NOON, { quarantine: aQuarantine(ago(HOUR)) }) },
  ],
  [
    "a refused item and a backlog",
    "NonSteadyState",
    "limit-reached",
    { leftOver: 1, pendingItems: 1, partner: aWord(NOON, { quarantine: aQuarantine(ago(HOUR)) }) },
  ],
  ["a partner that does not know what it refused", "SteadyState", null, { partner: aWord(NOON, { quarantine: null }) }],
  ["changes that came after the cycle", "SteadyState", null, { pendingItems: 7 }],
  ["a package on its way", "SteadyState", null, { inFlightItems: 4, unackedPackages: 1 }],
  ["a package unacked of which no item is counted", "SteadyState", null, { unackedPackages: 1 }],
  ["a look that was not through", "SteadyState", null, { cutOff: { at: NOON, closed: false } }],
  [
    "packages that the partner says it cannot import",
    "NonSteadyState",
    "partner-fails",
    {
      leftOver: 2,
      unackedPackages: 1,
      partner: aWord(NOON, { importState: "ErrorState", lastError: "a conflict" }),
    },
  ],
  ["no look in this run yet", "SteadyState", null, { cutOff: null }],
  ["capture that was broken", "ErrorState", "capture-off", { missed: "capture-off" }],
  ["a scan list that was lost", "ErrorState", "scan-list-lost", { missed: "scan-list-lost" }],
  [
    "the window full of unacked packages",
    "NonSteadyState",
    "partner-does-not-import",
    { unackedPackages: MAX_UNACKED_PACKAGES, inFlightItems: 64, leftOver: 9, pendingItems: 9 },
  ],
])("%s: %s, %s", (_sentence, state, reason, report) => {
  expect(judged(report)).toMatchObject({ state, reason });
});

test("unheard, not started and failed are three states, each with its reason (DOMAIN 10 no. 36)", () => {
  const failed = judged({ attempt: { is: "failed", fault: aFault(NOON) } });
  const states = [judged({}, [], { fresh: false }), judged({ attempt: { is: "none" } }), failed];
  expect(states.map(({ state, reason }) => [state, reason])).toEqual([
    ["Unknown", "engine-unheard"],
    ["NotInitialized", "starting"],
    ["ErrorState", "disk-full"],
  ]);
});

test("no report at all of a living engine is a start, not a fault", () => {
  expect(judgeExport(null, [], aHearing(NOON), INTERVAL, NOON)).toEqual({
    state: "NotInitialized",
    reason: "starting",
    unknownSince: null,
  });
});

test.each(FAULT_CODES)("an attempt that failed with %s is ErrorState and says so", (code) => {
  const attempt = { is: "failed" as const, fault: aFault(NOON, { code }) };
  expect(judged({ attempt })).toEqual({ state: "ErrorState", reason: code, unknownSince: null });
});

describe("an engine that is not heard", () => {
  test.each<[sentence: string, report: Partial<ExportReport>]>([
    ["Final", {}],
    ["a backlog", { leftOver: 3, pendingItems: 3 }],
    ["a failed attempt", { attempt: { is: "failed", fault: aFault(NOON) } }],
    ["an attempt not ended", { attempt: { is: "none" } }],
  ])("leaves nothing known of %s", (_sentence, report) => {
    const hearing = { fresh: false, heardAt: ago(16 * SECOND) };
    const unknown = { state: "Unknown", reason: "engine-unheard", unknownSince: ago(16 * SECOND) };
    expect(judged({ at: ago(16 * SECOND), ...report }, [], hearing)).toEqual(unknown);
  });

  test("is silent since its last report when no beat of it is kept", () => {
    expect(judged({ at: ago(HOUR) }, [], { fresh: false, heardAt: null }).unknownSince).toBe(ago(HOUR));
  });
});

describe("a lane without progress", () => {
  const limit = INTERVAL + 60 * SECOND;
  test.each<[sentence: string, state: ExportState, report: Partial<ExportReport>]>([
    ["for its interval and 60 s is still believed", "FinalState", { progressAt: ago(limit) }],
    ["for a millisecond more is stalled", "ErrorState", { progressAt: ago(limit + 1) }],
    ["while it runs back to back is stalled too", "ErrorState", { progressAt: ago(limit + 1), leftOver: 5 }],
    ["in its first look is stalled too", "ErrorState", { progressAt: ago(limit + 1), attempt: { is: "none" } }],
  ])("%s: %s", (_sentence, state, report) => {
    expect(judged(report).state).toBe(state);
    if (state === "ErrorState") expect(judged(report).reason).toBe("stalled");
  });

  test("is judged by the engine's own measure: the age of its word is none of it", () => {
    const at = ago(14 * SECOND);
    expect(judged({ at, progressAt: at - limit }).state).toBe("FinalState");
    expect(judged({ at, progressAt: at - limit - 1 }).reason).toBe("stalled");
  });

  test("that failed names the failure, not the standstill", () => {
    const attempt = { is: "failed" as const, fault: aFault(ago(HOUR)) };
    expect(judged({ attempt, progressAt: ago(HOUR) }).reason).toBe("disk-full");
  });
});

describe("deletions that are held (DESIGN L10)", () => {
  const held = { pendingItems: 30, goneItems: 30, heldItems: 30 };
  test.each<[sentence: string, reason: ReasonCode, report: Partial<ExportReport>]>([
    ["while nothing else waits", "deletion-guard", held],
    ["while other changes are left over", "deletion-guard", { ...held, pendingItems: 35, leftOver: 5 }],
    ["though the partner is not heard", "deletion-guard", { ...held, partner: null }],
    ["and the store is lost too", "disk-full", { ...held, attempt: { is: "failed", fault: aFault(ago(HOUR)) } }],
    ["and the standby is lost too", "standby-lost", { ...held, partner: aWord(NOON, { standby: "lost" }) }],
  ])("make the export ErrorState %s: %s", (_sentence, reason, report) => {
    expect(judged(report)).toMatchObject({ state: "ErrorState", reason });
  });

  test("are not judged before the first attempt of a run ended", () => {
    expect(judged({ ...held, attempt: { is: "none" } })).toMatchObject({ state: "NotInitialized" });
  });
});

describe("a standby that cannot be relied on", () => {
  test.each<[sentence: string, report: Partial<ExportReport>]>([
    ["its own side calls it lost", { partner: aWord(NOON, { standby: "lost" }) }],
    ["it is another store than the ledger knows", { partner: aWord(NOON, { isSameStore: false }) }],
    [
      "it is lost before our first attempt ended",
      { partner: aWord(NOON, { standby: "lost" }), attempt: { is: "none" } },
    ],
    ["it is lost while there is a backlog", { partner: aWord(NOON, { standby: "lost" }), leftOver: 4 }],
  ])("makes the export ErrorState: %s", (_sentence, report) => {
    expect(judged(report)).toMatchObject({ state: "ErrorState", reason: "standby-lost" });
  });

  test("is not judged by an old word: that is Unknown", () => {
    const partner = aWord(ago(16 * SECOND), { standby: "lost" });
    expect(judged({ partner })).toMatchObject({ state: "Unknown", reason: "partner-unheard" });
  });
});

describe("a request is pending work from its acceptance (D16)", () => {
  test.each<[phase: SyncRun["phase"], state: ExportState, reason: ReasonCode | null]>([
    ["accepted", "NonSteadyState", "request-runs"],
    ["looking", "NonSteadyState", "request-runs"],
    ["sending", "NonSteadyState", "request-runs"],
    ["sent", "SteadyState", null],
    ["done", "FinalState", null],
  ])("%s: %s, %s", (phase, state, reason) => {
    expect(judged({}, [aRunIn(phase, NOON)])).toEqual({ state, reason, unknownSince: null });
  });

  test("the one that is furthest behind decides", () => {
    const runs = [aRunIn("done", NOON), aRunIn("sent", NOON), aRunIn("accepted", NOON)];
    expect(judged({}, runs).state).toBe("NonSteadyState");
  });

  test("a request does not hide a failure", () => {
    const attempt = { is: "failed" as const, fault: aFault(NOON) };
    expect(judged({ attempt }, [aRunIn("sending", NOON)]).state).toBe("ErrorState");
  });
});

describe("a partner that is not heard (D20)", () => {
  const silent = { partner: aWord(ago(15 * SECOND + 1)) };
  test.each<Row>([
    ["what would be Final", "Unknown", "partner-unheard", {}],
    ["what would be Steady", "Unknown", "partner-unheard", { pendingItems: 1, inFlightItems: 3, unackedPackages: 1 }],
    ["a backlog stays", "NonSteadyState", "limit-reached", { leftOver: 1, pendingItems: 1 }],
    ["deletions that wait", "Unknown", "partner-unheard", { goneItems: 1, pendingItems: 1 }],
    ["a failure stays", "ErrorState", "disk-full", { attempt: { is: "failed", fault: aFault(NOON) } }],
    ["a start stays", "NotInitialized", "starting", { attempt: { is: "none" } }],
  ])("%s: %s, %s", (_sentence, state, reason, report) => {
    const unknownSince = state === "Unknown" ? ago(15 * SECOND + 1) : null;
    expect(judged({ ...silent, ...report })).toEqual({ state, reason, unknownSince });
  });

  test.each<[sentence: string, partner: ExportReport["partner"], state: ExportState]>([
    ["a word of exactly 15 s ago is heard", aWord(ago(15 * SECOND)), "FinalState"],
    ["a word from the future is not", aWord(NOON + HOUR), "Unknown"],
    ["a word that was not seen to change in this run is not", aWord(NOON, { heardAt: null }), "Unknown"],
    ["no word is none", null, "Unknown"],
  ])("%s", (_sentence, partner, state) => {
    expect(judged({ partner }).state).toBe(state);
  });
});
