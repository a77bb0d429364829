import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { still } from "#lib/domain/sample.ts";
import { aFault, aQuarantine, aWord, MINUTE, RUN_ID, SECOND } from "#lib/testkit/builders.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anExportReport, anImportReport, LANE, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { aSample } from "#lib/testkit/samples.ts";
import { getJournal } from "./get-journal.ts";
import { getLaneHistory } from "./get-lane-history.ts";
import { getSamples } from "./get-samples.ts";
import { getSparklines } from "./get-sparklines.ts";
import { getStatus } from "./get-status.ts";
import { invokeSync } from "./invoke-sync.ts";
import { setConfiguration } from "./set-configuration.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const asked = { pool: POOL_1, module: "PresenceFocus" };
/** The engine's word now, as it is listened to. */
const say = async (more: Parameters<typeof anExportReport>[1] = {}) => {
  await world.listen();
  await world.observed.say({
    beat: { runId: RUN_ID, machine: "fe1", at: world.now },
    exports: [anExportReport(world.now, { startedAt: world.clock.startedAt, ...more })],
    imports: [anImportReport(world.now)],
    runs: [],
  });
  await world.listen();
};
const words = async (count: number, more: (n: number) => Parameters<typeof anExportReport>[1] = () => ({})) => {
  for (let n = 0; n < count; n++) {
    await say(more(n));
    world.clock.travel(5 * SECOND);
  }
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field }) => [code, field],
  );

describe("samples", () => {
  test("tell what the status told, its present included", async () => {
    await words(13, (n) => ({ pendingItems: n * 10, pendingBytes: n * 100, oldestChangeAt: world.clock.startedAt }));
    await say({
      pendingItems: 200,
      pendingBytes: null,
      inFlightItems: 3,
      unackedPackages: 1,
      oldestChangeAt: world.clock.startedAt - 1,
    });
    const after = new Date(world.clock.startedAt - SECOND).toISOString();
    const { Points } = await getSamples(world.context("viewer"), { ...asked, after });
    const status = (await getStatus(world.context("viewer"), asked)).BackupModules[0];
    const last = Points.at(-1);
    expect(last).toMatchObject({
      At: status?.AsOf,
      PendingItems: status?.PendingItems,
      PendingBytes: status?.PendingBytes,
      UnackedItems: status?.UnackedItems,
      UnackedPackages: status?.UnackedPackages,
      SecondsAtRisk: status?.SecondsAtRisk,
      ExportStatus: status?.ExportStatus,
      ImportStatus: "NormalState",
    });
    expect(Points.map(({ PendingItems }) => PendingItems)).toEqual([
      ...Array.from({ length: 13 }, (_, n) => n * 10),
      200,
    ]);
    for (const [n, point] of Points.entries()) expect(point.Since, `point ${n}`).toBe(Points[Math.max(0, n - 1)]?.At);
  });

  test("what stands still reaches to the present, and no further once the engine is silent", async () => {
    await words(5);
    world.clock.travel(-5 * SECOND);
    const whole = (await getSamples(world.context(), asked)).Points;
    expect(whole).toHaveLength(2);
    expect(whole[1]).toMatchObject({ Since: whole[0]?.At, At: new Date(world.now).toISOString() });
    world.clock.travel(10 * MINUTE);
    expect((await getSamples(world.context(), asked)).Points).toHaveLength(1);
  });

  test("a silence is a gap, however finely it is asked", async () => {
    await words(3, (n) => ({ pendingItems: n }));
    world.clock.travel(10 * MINUTE);
    await words(3, (n) => ({ pendingItems: n }));
    for (const points of [500, 60, 4]) {
      const { Points } = await getSamples(world.context(), { ...asked, points });
      const knownMs = Points.map(({ Since, At }) => Date.parse(At) - Date.parse(Since));
      expect(
        knownMs.reduce((sum, ms) => sum + ms, 0),
        `${points} points`,
      ).toBe(20 * SECOND);
      expect(Points.length).toBeLessThanOrEqual(points);
    }
  });

  test("are 500 at most, of thirty days too", async () => {
    const samples = Array.from({ length: 3_000 }, (_, n) => ({
      lane: LANE,
      ...aSample(world.now - n * 10 * MINUTE, { pendingItems: still(n === 1_234 ? 5_000 : 1) }),
    }));
    await world.observed.say({
      beat: null,
      exports: [],
      imports: [],
      runs: [],
      seen: { begins: null, samples, changes: [], sparks: [] },
    });
    const after = new Date(world.now - 30 * 24 * 60 * MINUTE).toISOString();
    const { Points } = await getSamples(world.context(), { ...asked, after });
    expect(Points.length).toBeLessThanOrEqual(500);
    expect(Math.max(...Points.map(({ PendingItemsMost }) => PendingItemsMost))).toBe(5_000);
  });

  test.each<[what: string, more: object, code: string, field: string | null]>([
    ["all modules", { module: "All" }, "bad-input", "BackupModule"],
    ["an unknown module", { module: "Nope" }, "unknown-module", "BackupModule"],
    ["too many points", { points: 501 }, "bad-input", "Points"],
    ["a time that runs backwards", { after: "2026-11-21", before: "2026-11-20" }, "bad-input", "After"],
    ["no moment", { after: "yesterday" }, "bad-input", "After"],
  ])("%s is refused", async (_, more, code, field) => {
    expect(await refusal(getSamples(world.context(), { ...asked, ...more }))).toEqual([code, field]);
    if (field !== "Points")
      expect(await refusal(getLaneHistory(world.context(), { ...asked, ...more }))).toEqual([code, field]);
  });
});

test("the story of a lane: its states, what was refused, its marks", async () => {
  await words(2);
  await invokeSync(world.context(), asked);
  const fault = aFault(world.now, { path: "/srv" });
  await words(2, () => ({ attempt: { is: "failed", fault } }));
  await words(2, () => ({ pendingItems: 1, partner: aWord(world.now, { quarantine: aQuarantine(world.now) }) }));
  world.clock.travel(-5 * SECOND);
  const told = await getLaneHistory(world.context("viewer"), asked);
  expect(
    told.States.filter(({ Side }) => Side === "Export").map(({ State, Reason, Until }) => [
      State,
      Reason,
      Until === null,
    ]),
  ).toEqual([
    ["FinalState", null, false],
    ["ErrorState", "disk-full", false],
    ["SteadyState", "quarantined", true],
  ]);
  expect(told.States.find(({ State }) => State === "ErrorState")).toMatchObject({
    Sentence: fault.sentence,
    Path: "/srv",
  });
  expect(told.Marks.map(({ Kind, What }) => [Kind, What])).toEqual([
    ["sync", "full-push"],
    ["error", "disk-full"],
  ]);
  expect(told.Refused).toMatchObject([{ Item: 'users ["sip:ada@example.com"]', Code: "bad-data" }]);
  world.clock.travel(MINUTE);
  const silent = await getLaneHistory(world.context(), asked);
  expect(silent.States.every(({ Until }) => Until !== null)).toBe(true);
  expect(silent.Refused).toEqual([]);
});

test("small charts are of every direction, its modules together; what was not known is null", async () => {
  const points = [
    [Math.floor(world.now / 300_000) - 1, 61_000],
    [Math.floor(world.now / 300_000) - 200, 5],
  ] as const;
  await say();
  await world.observed.say({
    beat: null,
    exports: [],
    imports: [],
    runs: [],
    seen: { begins: null, samples: [], changes: [], sparks: [{ lane: LANE, points }] },
  });
  const { Directions, StepSeconds } = await getSparklines(world.context("viewer"));
  expect(StepSeconds).toBe(300);
  expect(Directions.map(({ From, SecondsAtRisk }) => [From, SecondsAtRisk.length])).toEqual([
    [POOL_1, 72],
    [POOL_2, 72],
  ]);
  expect(Directions[0]?.SecondsAtRisk.filter((one) => one !== null)).toEqual([61]);
  expect(Directions[0]?.SecondsAtRisk.at(-1)).toBe(61);
});

describe("the journal", () => {
  test("says who asked, what was changed from what to what, and what failed", async () => {
    await words(1);
    await invokeSync(world.context("operator"), asked);
    await setConfiguration(world.context(), { maxConcurrentCalls: 4, syncInterval: "00:00:05" });
    await words(2, () => ({ attempt: { is: "failed", fault: aFault(world.now) } }));
    const { Entries, Next } = await getJournal(world.context("viewer"));
    expect(Next).toBeNull();
    expect(Entries.find(({ Kind }) => Kind === "asked")).toMatchObject({
      By: "ada",
      What: "full-push",
      PoolFqdn: POOL_1,
      BackupPoolFqdn: POOL_2,
      Modules: [PRESENCE],
    });
    expect(Entries.find(({ Kind }) => Kind === "changed")).toMatchObject({
      What: "configure",
      Subject: "Global",
      Changes: [
        { Name: "SyncInterval", Before: "00:02:00", After: "00:00:05" },
        { Name: "MaxConcurrentCalls", Before: "10", After: "4" },
      ],
    });
    expect(Entries.find(({ Kind }) => Kind === "failed")).toMatchObject({ Side: "Export", Reason: "disk-full" });
    expect(Entries.find(({ Kind }) => Kind === "engine")).toMatchObject({ Machine: "fe1" });
  });

  test("is read page by page", async () => {
    for (let n = 0; n < 5; n++)
      await world.ledger.doors.configure({ maxConcurrentCalls: n + 1 }, world.context().actor);
    const first = await getJournal(world.context(), { limit: 3, kind: "changed" });
    const second = await getJournal(world.context(), { limit: 3, kind: "changed", next: first.Next });
    expect([first.Entries.length, second.Entries.length, second.Next]).toEqual([3, 2, null]);
  });

  test.each<[what: string, more: object, field: string]>([
    ["an unknown kind", { kind: "asked,gossip" }, "Kind"],
    ["a page that nobody named", { next: "x" }, "Next"],
    ["too long a page", { limit: 1_001 }, "Limit"],
    ["a pool that is none", { from: "nowhere" }, "FromPoolFqdn"],
  ])("%s is refused", async (_, more, field) => {
    expect(await refusal(getJournal(world.context(), more))).toEqual(["bad-input", field]);
  });
});
