import { afterEach, beforeEach, expect, test } from "vitest";
import { aWord } from "#lib/testkit/builders.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anExportReport, aRun, CMS_MASTER, DATA_CONF, LANE, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { getPairs } from "./get-pairs.ts";
import { getRequest } from "./get-request.ts";
import { getStatus } from "./get-status.ts";
import { invokeSync } from "./invoke-sync.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

/** What every pool exports; what only the CMS master does is told apart. */
const exportsOf = async (pool: string) =>
  (await getStatus(world.context("viewer"), { pool, category: "UserData" })).BackupModules.map(
    (module) => module.ExportStatus,
  );

test("before the engine spoke nothing is known", async () => {
  expect(await getStatus(world.context(), { pool: POOL_1 })).toMatchObject({
    OverallExportStatus: "Unknown",
    OverallImportStatus: "Unknown",
    ActiveMachineFqdn: null,
  });
});

test("what the engine proves is Final, and no longer when it is not heard", async () => {
  await world.say();
  expect(await exportsOf(POOL_1)).toEqual(["FinalState", "FinalState"]);
  world.clock.travel(15_001);
  expect(await exportsOf(POOL_1)).toEqual(["Unknown", "Unknown"]);
});

test("the word of a run that has ended proves nothing, however young it is", async () => {
  await world.say();
  world.runId = null;
  expect(await exportsOf(POOL_1)).toEqual(["Unknown", "Unknown"]);
  world.runId = "run-2";
  expect(await exportsOf(POOL_1)).toEqual(["Unknown", "Unknown"]);
  await world.say({ beat: { runId: "run-2", machine: "fe1", at: world.now }, exports: [], imports: [] });
  expect(await exportsOf(POOL_1)).toEqual(["NotInitialized", "NotInitialized"]);
});

test("a status asked after a sync was asked for never rests on evidence from before it (D16)", async () => {
  await world.say();
  const request = await invokeSync(world.context("operator"), { pool: POOL_1, module: "PresenceFocus" });
  expect(request).toMatchObject({ PoolFqdn: POOL_1, BackupPoolFqdn: POOL_2, State: "Accepted", RequestedBy: "ada" });
  expect(await exportsOf(POOL_1)).toEqual(["NonSteadyState", "FinalState"]);
  expect(await exportsOf(POOL_2)).toEqual(["FinalState", "FinalState"]);
});

test("a request goes from accepted to done", async () => {
  const { Id: id } = await invokeSync(world.context(), { pool: POOL_1 });
  const asked = (await world.ledger.doors.requestById(id))?.request;
  if (!asked) return expect.unreachable();
  const other = { lane: { ...LANE, module: DATA_CONF } };
  const last = { lane: { ...LANE, module: CMS_MASTER } };
  const seen = async (...runs: Parameters<typeof aRun>[1][]) => {
    await world.say({ runs: runs.map((run) => aRun(asked, run)) });
    return (await getRequest(world.context("viewer"), { id })).State;
  };
  expect(await seen({ phase: "looking" })).toBe("Running");
  expect(await seen({ phase: "sent", totalItems: 3, inFlightItems: 3 })).toBe("Running");
  expect(await seen({ ...last, phase: "done", totalItems: 2, endedAt: 4 })).toBe("Running");
  expect(await seen({ ...other, phase: "sent", totalItems: 0 })).toBe("Sent");
  expect(await seen({ phase: "done", totalItems: 3, endedAt: 5 })).toBe("Sent");
  expect(await seen({ ...other, phase: "done", totalItems: 0, endedAt: 6 })).toBe("Done");
  expect(await getRequest(world.context(), { id })).toMatchObject({
    Modules: [
      { Identity: PRESENCE, TotalItems: 3, AckedItems: 3, EndedAt: "1970-01-01T00:00:00.005Z" },
      { Identity: DATA_CONF, TotalItems: 0, AckedItems: 0 },
      { Identity: CMS_MASTER, TotalItems: 2, AckedItems: 2 },
    ],
  });
});

test("a stopped engine is not heard, whatever the clock is set to (D20)", async () => {
  for (const hand of [-3_600_000, -20_000, -10_000, 0, 3_600_000]) {
    const one = await openConsole();
    await one.say();
    one.clock.travel(15_001);
    one.clock.set(hand);
    const { OverallExportStatus, OverallImportStatus } = await getStatus(one.context(), { pool: POOL_1 });
    expect([OverallExportStatus, OverallImportStatus]).toEqual(["Unknown", "Unknown"]);
    const [there] = (await getPairs(one.context())).Pairs[0]?.Directions ?? [];
    expect(there?.PartnerImports.map((word) => word.ImportStatus)).toEqual(["Unknown", "Unknown", "Unknown"]);
    await one.close();
  }
});

test("a clock that is set leaves a living engine heard, by its next beat at the latest", async () => {
  for (const hand of [-86_400_000, -10_000, 10_000, 86_400_000]) {
    await world.say();
    world.clock.set(hand);
    world.clock.travel(1_000);
    await world.say();
    expect(await exportsOf(POOL_1)).toEqual(["FinalState", "FinalState"]);
  }
});

test("a clock that was set back between the beat and the question makes nothing younger", async () => {
  await world.say({ exports: [anExportReport(world.now, { partner: aWord(world.now - 14_000) })] });
  expect(await exportsOf(POOL_1)).toEqual(["FinalState", "NotInitialized"]);
  world.clock.travel(2_000);
  world.clock.set(-60_000);
  expect(await exportsOf(POOL_1)).toEqual(["Unknown", "NotInitialized"]);
  const view = await getPairs(world.context());
  const asOf = Date.parse(view.Pairs[0]?.Directions[0].Status.BackupModules[0]?.AsOf ?? "");
  expect(Date.parse(view.Now) - asOf).toBe(2_000);
});

test("a pool that another service runs is Unknown and takes no request", async () => {
  await world.say();
  world.pools = new Set([POOL_1]);
  expect(await exportsOf(POOL_1)).toEqual(["FinalState", "FinalState"]);
  const { BackupModules, ...pool } = await getStatus(world.context(), { pool: POOL_2 });
  expect(pool).toMatchObject({ OverallExportStatus: "Unknown", OverallImportStatus: "Unknown" });
  expect(new Set(BackupModules.map((module) => module.Reason))).toEqual(new Set(["pool-elsewhere"]));
  await expect(invokeSync(world.context(), { pool: POOL_2 })).rejects.toMatchObject({
    code: "pool-elsewhere",
    sentence: `This service does not run the engine of ${POOL_2}.`,
    hint: expect.stringContaining(`It runs ${POOL_1}.`),
    field: "PoolFqdn",
  });
  expect((await invokeSync(world.context(), { pool: POOL_1 })).State).toBe("Accepted");
  expect((await world.ledger.engine.openRequests()).map(({ request }) => request.from)).toEqual([POOL_1]);
});

test("the page has both directions, each with its own state, partner and requests", async () => {
  await world.say({ exports: [anExportReport(world.now, { pendingItems: 2, oldestChangeAt: world.now - 90_000 })] });
  const { Id } = await invokeSync(world.context(), { pool: POOL_2 });
  world.clock.travel(1_000);
  const view = await getPairs(world.context("viewer"));
  expect(view).toMatchObject({
    Now: new Date(world.now).toISOString(),
    SyncInterval: "00:02:00",
    Engine: { IsHeard: true, HeardAt: new Date(world.now - 1_000).toISOString() },
  });
  expect(view.Pairs).toHaveLength(1);
  const [there, back] = view.Pairs[0]?.Directions ?? [];
  expect([there?.From, there?.To, back?.From, back?.To]).toEqual([POOL_1, POOL_2, POOL_2, POOL_1]);
  expect(there?.Status.BackupModules[0]).toMatchObject({ ExportStatus: "SteadyState", SecondsAtRisk: 91 });
  expect(there?.PartnerImports[0]).toMatchObject({ Identity: PRESENCE, ImportStatus: "NormalState" });
  expect(there?.Requests).toEqual([]);
  expect(back?.Requests.map((request) => request.Id)).toEqual([Id]);
});
