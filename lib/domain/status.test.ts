import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyExportReport } from "#lib/testkit/any-evidence.ts";
import {
  aBeat,
  aFault,
  aHearing,
  aQuarantine,
  aRunIn,
  aWord,
  HOUR,
  MINUTE,
  NOON,
  SECOND,
} from "#lib/testkit/builders.ts";
import { anExportReport, anImportReport, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import type { ModuleFace } from "./backup-module.ts";
import { DEFAULT_CONFIGURATION } from "./configuration.ts";
import { directionLoss } from "./direction-loss.ts";
import { directionStatus } from "./direction-status.ts";
import type { ExportReport, ImportReport, PartnerWord } from "./evidence.ts";
import { isoInstant } from "./instant.ts";
import { cycleLimit } from "./limits.ts";
import type { SyncRun } from "./request.ts";
import { poolStatus, type StatusQuestion } from "./status.ts";
import type { StoreState } from "./store-state.ts";

const ago = (ms: number) => NOON - ms;
const rows: ModuleFace = {
  name: PRESENCE,
  category: "UserData",
  kind: "rows",
  aliases: [],
  item: { one: "row", many: "rows" },
};
const files: ModuleFace = { ...rows, name: DATA_CONF, kind: "files" };
const LIMIT = cycleLimit(rows, DEFAULT_CONFIGURATION);

type Evidence = {
  exported?: ExportReport | null;
  imported?: ImportReport | null;
  runs?: readonly SyncRun[];
  returning?: readonly SyncRun[];
};

/** Asks for pool 1 at noon: one module of rows, all well, unless told otherwise. */
function question(evidence: Evidence = {}, more: Partial<StatusQuestion> = {}): StatusQuestion {
  const { exported = anExportReport(NOON), imported = anImportReport(NOON), runs = [], returning = [] } = evidence;
  return {
    pool: POOL_1,
    partner: POOL_2,
    modules: [{ module: rows, exported, imported, runs, returning, limit: LIMIT }],
    beat: aBeat(NOON),
    hearing: aHearing(NOON),
    isHere: true,
    isPartnerHere: true,
    intervalMs: 2 * MINUTE,
    now: NOON,
    ...more,
  };
}

function moduleOf(...asked: Parameters<typeof question>) {
  const [module] = poolStatus(question(...asked)).BackupModules;
  if (!module) throw new Error("The status lost its module.");
  return module;
}

describe("what is to come back from a standby that is not whole itself", () => {
  const waits = (standby: StoreState, more: Partial<PartnerWord> = {}) =>
    anExportReport(NOON, {
      attempt: { is: "failed", fault: aFault(NOON, { code: "restoring" }) },
      partner: { ...aWord(NOON), standby, ...more },
    });

  test.each(["restoring", "lost"] as const)("waits for ever, and the way out is told: %s", (standby) => {
    expect(moduleOf({ exported: waits(standby) })).toMatchObject({
      ExportStatus: "ErrorState",
      Reason: "neither-whole",
    });
  });

  test("is on its way while somebody's request brings it, and when the standby is whole", () => {
    const told = { Reason: "restoring" };
    expect(moduleOf({ exported: waits("restoring"), returning: [aRunIn("asking", NOON)] })).toMatchObject(told);
    expect(moduleOf({ exported: waits("ok") })).toMatchObject(told);
    expect(moduleOf({ exported: waits("restoring", { heardAt: ago(MINUTE) }) })).toMatchObject(told);
    expect(
      moduleOf({ exported: waits("restoring"), returning: [{ ...aRunIn("done", NOON), endedAt: NOON }] }),
    ).toMatchObject({
      Reason: "neither-whole",
    });
  });
});

describe("what the partner may lack beyond what was counted (DESIGN L11)", () => {
  const nothing = (more: Partial<PartnerWord> = {}) => anExportReport(NOON, { partner: { ...aWord(NOON), ...more } });
  const told = (exported: ExportReport, ...runs: SyncRun[]) => moduleOf({ exported, runs });
  const UNKNOWN = { PendingItems: null, PendingBytes: null, SecondsAtRisk: null };

  test.each([
    ["its standby waits to be filled", nothing({ standby: "restoring" })],
    ["it fails before it could answer", nothing({ standby: "restoring", importState: "ErrorState" })],
    ["its standby is lost", nothing({ standby: "lost" })],
    ["another store stands there", nothing({ isSameStore: false })],
    ["it is asked what it holds", nothing()],
  ])("is not called nothing: %s", (_, exported) => {
    expect(told(exported, aRunIn("asking", NOON))).toMatchObject(UNKNOWN);
  });

  test("is the least of it where something was counted", () => {
    const exported = { ...nothing({ standby: "lost" }), pendingItems: 3, pendingBytes: 9, oldestChangeAt: ago(MINUTE) };
    expect(told(exported)).toMatchObject({ PendingItems: 3, PendingBytes: 9, SecondsAtRisk: 60 });
    const inFlight = { ...exported, pendingItems: 0, pendingBytes: 0, unackedPackages: 1, inFlightItems: 3 };
    expect(told(inFlight)).toMatchObject({ ...UNKNOWN, UnackedItems: 3, SecondsAtRisk: 60 });
  });

  test("is as old as its moment says, both shown in whole seconds", () => {
    const exported = anExportReport(NOON, { pendingItems: 1, oldestChangeAt: ago(8_100) });
    expect(told(exported)).toMatchObject({ OldestChangeAt: isoInstant(ago(8_100)), SecondsAtRisk: 9 });
  });

  test("is known once the two sides were compared", () => {
    const compared = { identical: 0, missing: 2, different: 0, extra: 0, bytes: 8 };
    const run = aRunIn("sent", NOON, { compared, inFlightItems: 2 });
    expect(told(nothing({ standby: "restoring" }), run)).toMatchObject({ PendingItems: 0, SecondsAtRisk: 0 });
    expect(told(nothing({ standby: "restoring" }), { ...run, endedAt: NOON })).toMatchObject(UNKNOWN);
    for (const lost of [{ standby: "lost" }, { isSameStore: false }] as const)
      expect(told(nothing(lost), run), "it was compared with what is there no more").toMatchObject(UNKNOWN);
  });
});

const UNHEARD = { hearing: aHearing(ago(MINUTE), { fresh: false }) };

describe("the contract", () => {
  test("a pool is told with exactly these keys", () => {
    expect(poolStatus(question())).toEqual({
      PoolFqdn: POOL_1,
      BackupPoolFqdn: POOL_2,
      ActiveMachineFqdn: "fe1.pairkeeper.test",
      AsOf: isoInstant(NOON),
      OverallExportStatus: "FinalState",
      OverallImportStatus: "NormalState",
      BackupModules: [expect.any(Object)],
    });
  });

  test("a module is told with exactly these keys", () => {
    const exported = anExportReport(NOON, { lastScanAt: ago(MINUTE), lastCycleAt: ago(SECOND), ignoredItems: 4 });
    expect(moduleOf({ exported })).toEqual({
      Identity: PRESENCE,
      Category: "UserData",
      Role: null,
      ExportStatus: "FinalState",
      ImportStatus: "NormalState",
      Reason: null,
      AsOf: isoInstant(NOON),
      PendingItems: 0,
      PendingBytes: 0,
      UnackedPackages: 0,
      UnackedItems: 0,
      OldestUnackedAt: null,
      HeldItems: 0,
      QuarantinedItems: 0,
      SkippedItems: 0,
      CanaryDelaySeconds: null,
      CanaryAsOf: null,
      IgnoredItems: 4,
      OldestChangeAt: null,
      SecondsAtRisk: 0,
      BreachAt: null,
      DrainsAt: null,
      DoesNotDrain: false,
      Pace: null,
      NextCycleAt: isoInstant(NOON + 2 * MINUTE),
      LastCycleAt: isoInstant(ago(SECOND)),
      LastScanAt: isoInstant(ago(MINUTE)),
      LastFinalAt: isoInstant(NOON),
      VerifiedEqualAt: null,
      VerifiedItems: null,
      VerifiedBy: null,
      DriftItems: 0,
      LastError: null,
      UnknownSince: null,
      LimitLiftedUntil: null,
      LastKnown: null,
    });
  });

  test("a direction is the source's status and what the partner says of its import", () => {
    const exported = anExportReport(NOON, { partner: aWord(ago(SECOND)) });
    expect(directionStatus(question({ exported }))).toEqual({
      From: POOL_1,
      To: POOL_2,
      Status: poolStatus(question({ exported })),
      PartnerImports: [
        {
          Identity: PRESENCE,
          ImportStatus: "NormalState",
          Reason: null,
          AsOf: isoInstant(ago(SECOND)),
          UnknownSince: null,
          FirstQuarantined: null,
        },
      ],
      Loss: directionLoss(question({ exported })),
      Faces: [{ Identity: PRESENCE, Kind: "rows", Item: { One: "row", Many: "rows" } }],
    });
  });

  test("an error is told with its side, place, first moment and count", () => {
    const fault = aFault(NOON, { code: "scan-failed", path: "a/b", firstAt: ago(HOUR), count: 31 });
    const told = { Code: "scan-failed", Sentence: fault.sentence, Path: "a/b", Count: 31 };
    const moments = { FirstAt: isoInstant(ago(HOUR)), At: isoInstant(NOON) };
    const attempt = { is: "failed" as const, fault };
    const exported = anExportReport(NOON, { attempt });
    const imported = anImportReport(NOON, { attempt });
    expect(moduleOf({ exported }).LastError).toEqual({ Side: "Export", ...told, ...moments });
    expect(moduleOf({ imported }).LastError).toEqual({ Side: "Import", ...told, ...moments });
    expect(moduleOf({ exported, imported }).LastError?.Side).toBe("Export");
  });
});

test("pending, unacked and risk are the export's, the import state is the pool's own (D15)", () => {
  const exported = anExportReport(NOON, {
    pendingItems: 12,
    pendingBytes: 3_400,
    unackedPackages: 2,
    oldestChangeAt: ago(90 * SECOND),
    partner: aWord(NOON, { importState: "ErrorState" }),
  });
  const imported = anImportReport(NOON, { attempt: { is: "none" } });
  expect(moduleOf({ exported, imported })).toMatchObject({
    ExportStatus: "SteadyState",
    ImportStatus: "NotInitialized",
    PendingItems: 12,
    PendingBytes: 3_400,
    UnackedPackages: 2,
    OldestChangeAt: isoInstant(ago(90 * SECOND)),
    SecondsAtRisk: 90,
  });
  const [theirs] = directionStatus(question({ exported, imported })).PartnerImports;
  expect(theirs).toMatchObject({ ImportStatus: "ErrorState", Reason: "partner-fails" });
});

test("an export that is well leaves the word to an import that is not", () => {
  const imported = anImportReport(NOON, { attempt: { is: "failed", fault: aFault(NOON) } });
  expect(moduleOf({ imported })).toMatchObject({ ExportStatus: "FinalState", Reason: "disk-full" });
});

test("a request that was accepted shows at once (D16)", () => {
  const told = moduleOf({ runs: [aRunIn("accepted", NOON)] });
  expect(told).toMatchObject({ ExportStatus: "NonSteadyState", Reason: "request-runs" });
});

describe("what is not known is not told", () => {
  const counts = { PendingItems: null, PendingBytes: null, UnackedPackages: null, IgnoredItems: null };
  const refused = { HeldItems: null, QuarantinedItems: null };
  const nothing = { ...counts, ...refused, OldestChangeAt: null, SecondsAtRisk: null, NextCycleAt: null };
  const exported = anExportReport(ago(MINUTE), { pendingItems: 5, unackedPackages: 1, ignoredItems: 2 });

  test("by an engine that is silent: since when, and what was last known", () => {
    const told = moduleOf({ exported, imported: anImportReport(ago(MINUTE)) }, UNHEARD);
    expect(told).toMatchObject({ ExportStatus: "Unknown", ImportStatus: "Unknown", ...nothing });
    expect(told).toMatchObject({ Reason: "engine-unheard", UnknownSince: isoInstant(ago(MINUTE)) });
    const lastKnown = { ExportStatus: "SteadyState", ImportStatus: "NormalState", At: isoInstant(ago(MINUTE)) };
    expect(told.LastKnown).toEqual(lastKnown);
  });

  test("by an engine that has just begun: old counts are not its own", () => {
    const told = moduleOf({ exported }, { hearing: aHearing(NOON, { runId: "run-2" }) });
    expect(told).toMatchObject({ ExportStatus: "NotInitialized", Reason: "starting", ...nothing, LastKnown: null });
  });

  test("before anyone ever spoke there is nothing last known", () => {
    const told = moduleOf(
      { exported: null, imported: null },
      { beat: null, hearing: aHearing(NOON, { fresh: false }) },
    );
    expect(told).toMatchObject({ ExportStatus: "Unknown", ImportStatus: "Unknown", ...nothing });
    expect(told).toMatchObject({ AsOf: null, LastError: null, LastKnown: null });
  });

  test("the machine is not named while nobody hears it", () => {
    expect(poolStatus(question({}, UNHEARD)).ActiveMachineFqdn).toBeNull();
  });

  test("of a silent partner: our own counts stay, and what was last known is of its last word", () => {
    const silent = aWord(ago(MINUTE));
    const told = moduleOf({ exported: anExportReport(NOON, { pendingItems: 3, partner: silent }) });
    expect(told).toMatchObject({ ExportStatus: "Unknown", ImportStatus: "NormalState", Reason: "partner-unheard" });
    expect(told).toMatchObject({ PendingItems: 3, UnackedPackages: 0, UnknownSince: isoInstant(ago(MINUTE)) });
    const lastKnown = { ExportStatus: "SteadyState", ImportStatus: "NormalState", At: isoInstant(ago(MINUTE)) };
    expect(told.LastKnown).toEqual(lastKnown);
  });

  test("a backlog stays as it is though the partner is silent", () => {
    const partner = aWord(ago(MINUTE));
    const told = moduleOf({ exported: anExportReport(NOON, { leftOver: 9, pendingItems: 9, partner }) });
    expect(told).toMatchObject({
      ExportStatus: "NonSteadyState",
      PendingItems: 9,
      UnknownSince: null,
      LastKnown: null,
    });
  });
});

describe("what the partner refused is held (L12)", () => {
  const file = {
    table: "content",
    key: "a/b.pptx",
    code: "name-refused" as const,
    sentence: "Too long.",
    since: isoInstant(ago(MINUTE)),
    triedIn: "1-2",
    triedAt: isoInstant(ago(SECOND)),
    tries: 3,
  };
  const word = (more: Parameters<typeof aWord>[1] = {}) =>
    aWord(ago(SECOND), { quarantine: aQuarantine(ago(HOUR), [file]), ...more });
  const row = {
    Code: "bad-data",
    Sentence: "The settings are no JSON.",
    Path: 'users ["sip:ada@example.com"]',
    FirstAt: isoInstant(ago(HOUR)),
    Count: 1,
  };

  test("it is counted, at risk since it changed, and named", () => {
    expect(moduleOf({ exported: anExportReport(NOON, { partner: word() }) })).toMatchObject({
      ExportStatus: "SteadyState",
      Reason: "quarantined",
      QuarantinedItems: 2,
      OldestChangeAt: isoInstant(ago(HOUR)),
      SecondsAtRisk: 3600,
      LastError: { Side: "Export", ...row, At: isoInstant(ago(SECOND)) },
    });
  });

  test("the older of what waits and what was refused is at risk", () => {
    const both = (oldestChangeAt: number) =>
      moduleOf({ exported: anExportReport(NOON, { partner: word(), pendingItems: 1, oldestChangeAt }) }).SecondsAtRisk;
    expect([both(ago(MINUTE)), both(ago(2 * HOUR))]).toEqual([3600, 7200]);
  });

  test("the pool that refused names it on its own side, and its import is none the worse", () => {
    const imported = anImportReport(NOON, { quarantine: { items: 1, oldestAt: file.since, named: [file] } });
    const told = moduleOf({ imported });
    expect(told).toMatchObject({ ExportStatus: "FinalState", ImportStatus: "NormalState", QuarantinedItems: 0 });
    expect(told.LastError).toMatchObject({
      Side: "Import",
      Code: "name-refused",
      Path: "a/b.pptx",
      At: isoInstant(NOON),
    });
  });

  test("a failure is told first, and the partner's refusal before our own", () => {
    const attempt = { is: "failed" as const, fault: aFault(NOON) };
    const own = anImportReport(NOON, { quarantine: aQuarantine(ago(MINUTE)) });
    const exported = anExportReport(NOON, { partner: word() });
    expect(moduleOf({ exported, imported: own }).LastError?.Side).toBe("Export");
    expect(moduleOf({ exported, imported: { ...own, attempt } }).LastError?.Code).toBe("disk-full");
    expect(moduleOf({ exported: { ...exported, attempt } }).LastError?.Code).toBe("disk-full");
  });

  test("the count of a silent partner stays; before its first word it is not known, and never when it does not know itself", () => {
    const count = (partner: ExportReport["partner"]) =>
      moduleOf({ exported: anExportReport(NOON, { partner }) }).QuarantinedItems;
    expect(count(word({ heardAt: ago(HOUR) }))).toBe(2);
    expect(count(word({ heardAt: null }))).toBeNull();
    expect(count(word({ quarantine: null }))).toBeNull();
    expect(count(null)).toBeNull();
  });

  test("the row of a screen names the first one", () => {
    const named = (partner: ExportReport["partner"]) =>
      directionStatus(question({ exported: anExportReport(NOON, { partner }) })).PartnerImports[0]?.FirstQuarantined;
    expect(named(word())).toBe(row.Path);
    expect(named(aWord(NOON))).toBeNull();
    expect(named(word({ heardAt: ago(HOUR) }))).toBeNull();
  });
});

test("deletions that wait are told, and are no backlog; those that are held are an error", () => {
  const exported = anExportReport(NOON, { pendingItems: 5, goneItems: 5 });
  const waiting = { ExportStatus: "SteadyState", Reason: "deletions-wait", PendingItems: 5, HeldItems: 0 };
  expect(moduleOf({ exported })).toMatchObject(waiting);
  const held = { ExportStatus: "ErrorState", Reason: "deletion-guard", PendingItems: 5, HeldItems: 3 };
  expect(moduleOf({ exported: { ...exported, heldItems: 3 } })).toMatchObject(held);
});

describe("a pool that another service runs (PAIRKEEPER_POOLS)", () => {
  const unknown = { ExportStatus: "Unknown", ImportStatus: "Unknown", Reason: "pool-elsewhere", PendingItems: null };

  test.each<[sentence: string, evidence: Evidence, more: Partial<StatusQuestion>]>([
    ["nothing was ever heard of it", { exported: null, imported: null }, {}],
    ["its evidence is from when it ran here", {}, {}],
    ["its engine is not heard", {}, UNHEARD],
    ["a request was left for it", { runs: [aRunIn("accepted", NOON)] }, {}],
  ])("is Unknown and says why, though %s", (_sentence, evidence, more) => {
    const told = poolStatus(question(evidence, { isHere: false, ...more }));
    expect(told).toMatchObject({
      OverallExportStatus: "Unknown",
      OverallImportStatus: "Unknown",
      ActiveMachineFqdn: null,
    });
    expect(told.BackupModules).toMatchObject([unknown]);
  });

  test("is Unknown also where no module was asked for", () => {
    expect(poolStatus(question({}, { isHere: false, modules: [] })).OverallExportStatus).toBe("Unknown");
  });

  const importsOf = (exported: ExportReport | null, more: Partial<StatusQuestion>) =>
    directionStatus(question({ exported }, more)).PartnerImports[0];

  test("tells nothing of its partner's import either", () => {
    expect(importsOf(anExportReport(NOON), { isHere: false })).toMatchObject({
      ImportStatus: "Unknown",
      Reason: "pool-elsewhere",
    });
  });

  test.each<[sentence: string, report: ExportReport | null]>([
    ["said nothing yet", anExportReport(NOON, { partner: null })],
    ["is silent", anExportReport(NOON, { partner: aWord(ago(HOUR)) })],
    ["is not told of yet", null],
  ])("as a partner that %s is neither at fault nor starting", (_sentence, report) => {
    const told = importsOf(report, { isPartnerHere: false });
    expect(told).toMatchObject({ ImportStatus: "Unknown", Reason: "pool-elsewhere" });
  });

  test("as a partner is believed when its word is heard", () => {
    expect(importsOf(anExportReport(NOON), { isPartnerHere: false })?.ImportStatus).toBe("NormalState");
  });
});

describe("a pool of several modules", () => {
  const common = { imported: anImportReport(NOON), runs: [], returning: [], limit: LIMIT };
  const of = (presence: Partial<ExportReport>, content: Partial<ExportReport>) =>
    poolStatus(
      question(
        {},
        {
          modules: [
            { module: rows, exported: anExportReport(NOON, presence), ...common },
            { module: files, exported: anExportReport(NOON, content), ...common },
          ],
        },
      ),
    );

  test("is as good as its worst one", () => {
    expect(of({}, { pendingItems: 1 }).OverallExportStatus).toBe("SteadyState");
    expect(of({ leftOver: 1 }, { pendingItems: 1 }).OverallExportStatus).toBe("NonSteadyState");
    expect(of({ leftOver: 1 }, { partner: null }).OverallExportStatus).toBe("Unknown");
  });

  test("keeps the order in which it was asked", () => {
    expect(of({}, {}).BackupModules.map((module) => module.Identity)).toEqual([PRESENCE, DATA_CONF]);
  });

  test("is as of its oldest evidence", () => {
    expect(of({ at: ago(2 * SECOND) }, { at: ago(9 * SECOND) }).AsOf).toBe(isoInstant(ago(9 * SECOND)));
  });

  test("of which there are none is not initialized, as of now", () => {
    const empty = poolStatus(question({}, { modules: [] }));
    expect(empty).toMatchObject({ OverallExportStatus: "NotInitialized", AsOf: isoInstant(NOON), BackupModules: [] });
  });
});

test.each([
  ["90 s old", ago(90 * SECOND), 90],
  ["made in the second that is shown as 2 s before", ago(1_999), 2],
  ["of this moment", NOON, 0],
  ["from the future: the clock went back", NOON + HOUR, 0],
])("a change %s puts %d s at risk", (_sentence, oldestChangeAt, seconds) => {
  expect(moduleOf({ exported: anExportReport(NOON, { oldestChangeAt }) }).SecondsAtRisk).toBe(seconds);
});

test("any evidence is told without a failure, in whole seconds that are never negative", () => {
  fc.assert(
    fc.property(anyExportReport, fc.boolean(), fc.boolean(), (report, fresh, isOwn) => {
      const hearing = aHearing(report.at, { fresh, runId: isOwn ? report.runId : "another" });
      const told = moduleOf({ exported: report }, { hearing, now: report.at });
      const risk = told.SecondsAtRisk;
      expect(risk === null || (Number.isInteger(risk) && risk >= 0)).toBe(true);
      expect(risk !== null || told.PendingItems === null).toBe(true);
      expect(told.LastKnown === null).toBe(told.ExportStatus !== "Unknown" && told.ImportStatus !== "Unknown");
    }),
  );
});
