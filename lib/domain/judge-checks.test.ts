import { describe, expect, test } from "vitest";
import { aHearing, aWord, NOON, SECOND } from "#lib/testkit/builders.ts";
import { anExportReport, DATA_CONF, LANE, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { aFailedLook, aLook, aSight, aWordSeen } from "#lib/testkit/pool-sight.ts";
import type { ModuleFace } from "./backup-module.ts";
import { CHECKS, type CheckName, worstResult } from "./check.ts";
import { DEFAULT_CONFIGURATION } from "./configuration.ts";
import type { ExportReport } from "./evidence.ts";
import { type CheckQuestion, judgeChecks } from "./judge-checks.ts";
import { cycleLimit } from "./limits.ts";
import type { PoolSight } from "./pool-sight.ts";
import type { StatusQuestion } from "./status.ts";
import type { SyncInterval } from "./sync-interval.ts";
import { entriesOf } from "./table.ts";

const GIB = 2 ** 30;

/** Pool 1 with pool 2, which exports rows and files. */
function aQuestion(more: Partial<CheckQuestion> = {}, report: Partial<ExportReport> = {}): CheckQuestion {
  const modules: readonly ModuleFace[] = [
    { name: PRESENCE, category: "UserData", kind: "rows", aliases: [], item: { one: "row", many: "rows" } },
    { name: DATA_CONF, category: "UserData", kind: "files", aliases: [], item: { one: "file", many: "files" } },
  ];
  const asked: StatusQuestion = {
    hearing: aHearing(NOON),
    now: NOON,
    pool: POOL_1,
    partner: POOL_2,
    isHere: true,
    isPartnerHere: true,
    beat: null,
    intervalMs: 120_000,
    modules: modules.map((module) => ({
      module,
      exported: anExportReport(NOON, { lane: { ...LANE, module: module.name }, ...report }),
      imported: null,
      runs: [],
      returning: [],
      limit: cycleLimit(module, DEFAULT_CONFIGURATION),
    })),
  };
  return {
    sight: aSight(),
    largest: aLook({ path: "a.pptx", bytes: 1000 }),
    asked,
    comingBytes: 0,
    configuration: DEFAULT_CONFIGURATION,
    now: NOON,
    engine: { isHeard: true, heardAt: NOON },
    ...more,
  };
}
const of = (name: CheckName, question: CheckQuestion) => judgeChecks(question).find((check) => check.name === name);
const sight = (more: Partial<PoolSight>) => aQuestion({ sight: aSight(NOON, more) });

test("a pool with which all is well passes every check, each with its sentence and its moment", () => {
  const checks = judgeChecks(aQuestion());
  expect(checks.map(({ name }) => name)).toEqual(CHECKS);
  for (const { result, code, says, at } of checks) {
    expect([result, code, at]).toEqual(["passed", null, NOON]);
    expect(says).toMatch(/^[A-Z\dp].+\.$/);
  }
  expect(worstResult(checks)).toBe("passed");
});

const LOOKS = [
  "fileStore",
  "content",
  "writing",
  "contentRights",
  "database",
  "databaseRights",
  "capture",
  "versions",
  "fileClock",
  "words",
] as const;

describe.each(LOOKS)("the look %s", (look) => {
  test("that failed is named by its code and place, and fails", () => {
    const failed = judgeChecks(sight({ [look]: aFailedLook("store-lost") })).filter(
      ({ result }) => result === "failed",
    );
    expect(failed.length).toBeGreaterThan(0);
    for (const one of failed) expect(one).toMatchObject({ code: "store-lost", path: "/somewhere", at: NOON });
  });

  test("that could not be made is not known, and never passed", () => {
    const names = (question: CheckQuestion) =>
      judgeChecks(question).flatMap(({ name, result }) => (result === "passed" ? [name] : []));
    const passed = names(sight({ [look]: aFailedLook("not-checked") }));
    expect(passed.length).toBeLessThan(CHECKS.length);
    expect(names(sight({ [look]: aFailedLook("store-lost") }))).toEqual(passed);
    expect(worstResult(judgeChecks(sight({ [look]: aFailedLook("not-checked") })))).toBe("not-known");
  });
});

test("an engine that is not heard fails, and what only it could tell is not known", () => {
  const { asked } = aQuestion();
  if (asked === null) throw new Error("it has a partner");
  const silent = { ...asked, hearing: aHearing(NOON - 60 * SECOND, { fresh: false }) };
  const question = aQuestion({ asked: silent, engine: { isHeard: false, heardAt: NOON - 60 * SECOND } });
  expect(of("engine", question)).toMatchObject({ result: "failed", code: "engine-unheard", at: NOON });
  expect(of("partner", question)).toMatchObject({ result: "not-known", code: "not-checked" });
});

test.each([
  ["is silent", { partner: aWord(NOON - 16 * SECOND) }, "failed", "partner-unheard"],
  ["was never heard", { partner: null }, "failed", "partner-unheard"],
  ["lost its copy", { partner: aWord(NOON, { standby: "lost" }) }, "failed", "standby-lost"],
  ["has another store", { partner: aWord(NOON, { isSameStore: false }) }, "failed", "standby-lost"],
  ["cannot import", { partner: aWord(NOON, { importState: "ErrorState" }) }, "failed", "partner-fails"],
  ["restores", { partner: aWord(NOON, { standby: "restoring" }) }, "warning", "restoring"],
  ["was heard by another run", { runId: "run-0" }, "not-known", "not-checked"],
] as const)("a partner that %s is named", (_what, report, result, code) => {
  expect(of("partner", aQuestion({}, report))).toMatchObject({ result, code });
});

test("DOMAIN 10 no. 9: clocks that are apart are a warning, and beyond the target a fault; either way round", () => {
  const clock = (aheadMs: number) => of("partner-clock", sight({ words: aLook([aWordSeen(NOON, { aheadMs })]) }));
  expect(clock(5_000)).toMatchObject({ result: "passed" });
  expect(clock(-5_000)).toMatchObject({ result: "passed" });
  expect(clock(6_000)).toMatchObject({
    result: "warning",
    code: "clock-apart",
    says: expect.stringContaining("ahead of"),
  });
  expect(clock(-6_000)).toMatchObject({ result: "warning", says: expect.stringContaining("behind") });
  expect(clock(300_001)).toMatchObject({ result: "failed", code: "clock-apart" });
  expect(of("file-clock", sight({ fileClock: aLook(-400_000) }))).toMatchObject({
    result: "failed",
    code: "file-clock-apart",
  });
});

test("a partner is judged by its youngest word; one that never spoke is not known", () => {
  const words = aLook([aWordSeen(NOON - 9_000, { aheadMs: 900_000 }), aWordSeen(NOON)]);
  expect(of("partner-clock", sight({ words }))).toMatchObject({ result: "passed", at: NOON });
  expect(of("partner-clock", sight({ words: aLook([]) }))).toMatchObject({ result: "not-known", code: "not-checked" });
  expect(of("partner-room", sight({ words: aLook([]) }))).toMatchObject({ result: "not-known" });
  const silent = sight({ words: aLook([aWordSeen(NOON, { freeBytes: null })]) });
  expect(of("partner-room", silent)).toMatchObject({ result: "not-known" });
});

test("free space is measured against what waits and a package, then against the size of the disk", () => {
  const room = (freeBytes: number, totalBytes = 1000 * GIB, comingBytes = 0) =>
    of("room", {
      ...sight({ rooms: [{ what: "file store", path: "/files", room: aLook({ freeBytes, totalBytes }) }] }),
      comingBytes,
    });
  expect(room(15 * 2 ** 20)).toMatchObject({ result: "failed", code: "room-short", path: "/files" });
  expect(room(20 * GIB, 1000 * GIB, 30 * GIB)).toMatchObject({ result: "failed", code: "room-short" });
  expect(room(9 * GIB)).toMatchObject({ result: "warning", code: "room-low" });
  expect(room(11 * GIB)).toMatchObject({ result: "passed" });
  expect(room(GIB, 15 * GIB)).toMatchObject({ result: "passed" });
  expect(room(GIB / 2, 15 * GIB)).toMatchObject({ result: "warning" });
});

test("on the partner it is what waits here and the largest file, by the partner's word", () => {
  const words = aLook([aWordSeen(NOON, { freeBytes: 3 * GIB })]);
  const room = (pendingBytes: number, file: number) =>
    of("partner-room", {
      ...aQuestion({ sight: aSight(NOON, { words }), largest: aLook({ path: "a", bytes: file }) }, { pendingBytes }),
    });
  expect(room(0, 1)).toMatchObject({ result: "passed" });
  expect(room(0, 2.5 * GIB)).toMatchObject({ result: "warning", code: "room-low" });
  expect(room(0, 4 * GIB)).toMatchObject({ result: "failed", code: "room-short" });
  expect(room(2 * GIB, 1)).toMatchObject({ result: "failed", code: "room-short" }); // of two modules
});

test("DOMAIN 10 no. 24: a database of a newer service is named; an older one is brought to this version", () => {
  const versions = (database: number) => of("versions", sight({ versions: aLook({ database, ours: 4 }) }));
  expect(versions(5)).toMatchObject({ result: "failed", code: "database-newer" });
  expect(versions(3)).toMatchObject({ result: "passed" });
});

test("settings that cannot hold what is wanted are warned of", () => {
  const configured = (more: Partial<typeof DEFAULT_CONFIGURATION>, bytes = 1000) =>
    aQuestion({ configuration: { ...DEFAULT_CONFIGURATION, ...more }, largest: aLook({ path: "big.mp4", bytes }) });
  const long = { syncInterval: 301_000 as SyncInterval };
  expect(of("interval", configured({ syncInterval: 300_000 as SyncInterval }))).toMatchObject({ result: "passed" });
  expect(of("interval", configured(long))).toMatchObject({ result: "warning", code: "interval-over-target" });
  expect(of("interval", configured({ ...long, wakeOnChange: true }))).toMatchObject({ result: "passed" });
  const limit = { maxDataConfPackageSizeKB: 1 };
  expect(of("largest-file", configured(limit, 1024))).toMatchObject({ result: "passed" });
  expect(of("largest-file", configured(limit, 1025))).toMatchObject({ code: "limit-below-file", path: "big.mp4" });
});

test("content that is being restored is a warning", () => {
  const content = aLook({ whole: 1, restoring: [POOL_2] });
  expect(of("content", sight({ content }))).toMatchObject({ result: "warning", code: "restoring" });
});

test("a pool without a partner is not asked about one", () => {
  const names = judgeChecks(aQuestion({ asked: null })).map(({ name }) => name);
  expect(names).toEqual(CHECKS.filter((name) => !name.startsWith("partner")));
});

test("every fault that is named has its row", () => {
  const codes = ["no-right", "room-short", "clock-apart", "database-newer", "not-checked", "store-lost", "capture-off"];
  for (const code of codes) expect(entriesOf(code)).toHaveLength(1);
});
