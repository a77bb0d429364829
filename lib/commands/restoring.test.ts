import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Fault } from "#lib/domain/fault.ts";
import type { Role } from "#lib/domain/role.ts";
import { aWord } from "#lib/testkit/builders.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anExportReport, aRun, CMS_MASTER, DATA_CONF, LANE, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { approveHeldDeletion } from "./approve-held-deletion.ts";
import { backupPool } from "./backup-pool.ts";
import { foreseeRestore } from "./foresee-restore.ts";
import { foreseeSync } from "./foresee-sync.ts";
import { getHeldDeletions } from "./get-held-deletions.ts";
import { getRequest } from "./get-request.ts";
import { getRequests } from "./get-requests.ts";
import { getStatus } from "./get-status.ts";
import { invokeSync } from "./invoke-sync.ts";
import { previewSync } from "./preview-sync.ts";
import { restoreStore } from "./restore-store.ts";
import { stopRequest } from "./stop-request.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field, sentence, hint }) => {
      expect(sentence).toMatch(/\.$/);
      expect(hint).toMatch(/\.$/);
      return [code, field];
    },
  );
const open = async () => (await world.ledger.engine.openRequests()).map(({ request }) => request);
/** What was done; who is refused has a row too, whenever it comes. */
const audited = () =>
  world.ledger.database.selectFrom("audit").select("action").where("action", "<>", "refused").execute();

describe("Backup-CsPool", () => {
  test("leaves a request for what changed in every module that the pool exports", async () => {
    expect(await backupPool(world.context("operator"), { pool: POOL_1 })).toMatchObject({
      What: "delta",
      State: "Accepted",
    });
    await backupPool(world.context("operator"), { pool: POOL_2, fullBackup: true });
    expect((await open()).map(({ what, from, modules }) => [what, from, modules])).toEqual([
      ["delta", POOL_1, [PRESENCE, DATA_CONF, CMS_MASTER]],
      ["delta", POOL_2, [PRESENCE, DATA_CONF]],
    ]);
  });

  test("a category narrows it", async () => {
    await backupPool(world.context(), { pool: POOL_1, category: "cms", steadyState: true });
    expect((await open())[0]?.modules).toEqual([CMS_MASTER]);
  });

  test.each([
    ["steady and full", { steadyState: true, fullBackup: true }, "bad-input", "SteadyState"],
    ["failed-over pools without -FullBackup", { failedOverPoolOnly: true }, "bad-input", "FailedOverPoolOnly"],
    [
      "a pool that is not failed over",
      { failedOverPoolOnly: true, fullBackup: true },
      "not-failed-over",
      "FailedOverPoolOnly",
    ],
    ["a category that is not listed", { category: "RGS" }, "unknown-module", "Category"],
    ["a category that is none", { category: "Users" }, "bad-input", "Category"],
  ])("refuses %s", async (_, more, code, field) => {
    expect(await refusal(backupPool(world.context(), { pool: POOL_1, ...more }))).toEqual([code, field]);
    expect(await open()).toEqual([]);
  });

  test("refuses the CMS of a pool that is not its master, by name of the one that is", async () => {
    const asked = { pool: POOL_2, category: "CMS" };
    expect(await refusal(backupPool(world.context(), asked))).toEqual(["not-cms-master", "PoolFqdn"]);
    await expect(backupPool(world.context(), asked)).rejects.toMatchObject({ hint: `The master is ${POOL_1}.` });
    expect(await refusal(invokeSync(world.context(), { pool: POOL_2, module: "CentralMgmt" }))).toEqual([
      "not-cms-master",
      "PoolFqdn",
    ]);
  });
});

describe("Restore-CsBackupStore", () => {
  test.each([
    ["adopt", { adopt: true }],
    ["restore", { fromPartner: true }],
  ])("leaves a request of kind %s from the partner to the pool", async (what, how) => {
    const view = await restoreStore(world.context("restorer"), { pool: POOL_1, module: "DataConf", ...how });
    expect(view).toMatchObject({ What: what, PoolFqdn: POOL_2, BackupPoolFqdn: POOL_1, State: "Accepted" });
    expect(await open()).toMatchObject([{ what, from: POOL_2, to: POOL_1, modules: [DATA_CONF] }]);
  });

  test("without a module it is all of them", async () => {
    await restoreStore(world.context(), { pool: POOL_1, adopt: true });
    expect((await open())[0]?.modules).toHaveLength(world.modules.length);
  });

  test.each([
    ["both ways", { adopt: true, fromPartner: true }, "bad-input", "Adopt"],
    ["neither way", {}, "bad-input", null],
    ["an unknown module", { adopt: true, module: "Nope" }, "unknown-module", "BackupModule"],
  ])("refuses %s", async (_, more, code, field) => {
    expect(await refusal(restoreStore(world.context(), { pool: POOL_1, ...more }))).toEqual([code, field]);
    expect(await open()).toEqual([]);
  });

  test("an unpaired pool can be adopted, and has nobody to restore it from", async () => {
    await world.ledger.database.deleteFrom("pairs").execute();
    expect(await refusal(restoreStore(world.context(), { pool: POOL_1, fromPartner: true }))).toEqual([
      "unpaired",
      "FromPartner",
    ]);
    await restoreStore(world.context(), { pool: POOL_1, adopt: true });
    expect(await open()).toMatchObject([{ what: "adopt", from: POOL_1, to: POOL_1 }]);
  });

  test("a pool, or a partner, that another service runs is refused", async () => {
    for (const here of [POOL_1, POOL_2]) {
      world.pools = new Set([here]);
      const asked = restoreStore(world.context(), { pool: POOL_1, fromPartner: true });
      expect(await refusal(asked)).toEqual(["pool-elsewhere", "PoolFqdn"]);
    }
  });
});

describe("how much a restore could bring back", () => {
  const asked: unknown[][] = [];
  beforeEach(() => {
    asked.length = 0;
    world.count = async (...of) => {
      asked.push(of);
      return { items: 104, bytes: 1_200_000, isAll: true };
    };
  });
  const foreseen = (more: object = {}) =>
    foreseeRestore(world.context("viewer"), { pool: POOL_1, module: DATA_CONF, ...more });

  test("is what its partner holds of it, and of a lost standby what the partner holds of its own", async () => {
    expect(await foreseen()).toMatchObject({ Items: 104, Bytes: 1_200_000, IsAll: true });
    await foreseen({ isStandby: true });
    expect(asked).toEqual([
      [POOL_2, POOL_1, DATA_CONF],
      [POOL_2, POOL_2, DATA_CONF],
    ]);
    expect(await open()).toEqual([]);
  });

  test("is not known where another service runs the partner, or its store is lost too", async () => {
    world.count = async () => {
      throw new Fault("store-lost", "The file store is gone.");
    };
    expect(await foreseen()).toBeNull();
    world.pools = new Set([POOL_1]);
    expect(await foreseen()).toBeNull();
  });
});

describe("held deletions", () => {
  const held = { items: 40, token: "set-1", since: "2026-11-21T12:00:00.000Z", named: ["a.txt", "b.txt"] };
  const say = (more: Partial<typeof held> | null = {}) =>
    world.say({
      exports: [anExportReport(world.now, { heldItems: 40, held: more === null ? null : { ...held, ...more } })],
    });
  const approve = (more: object = {}) =>
    approveHeldDeletion(world.context("restorer"), { pool: POOL_1, module: "PresenceFocus", token: "set-1", ...more });

  test("are told with the token that names the set", async () => {
    await say();
    expect(await getHeldDeletions(world.context("viewer"))).toEqual({
      HeldDeletions: [
        {
          PoolFqdn: POOL_1,
          BackupPoolFqdn: POOL_2,
          BackupModule: PRESENCE,
          Items: 40,
          Since: held.since,
          Token: "set-1",
          Named: held.named,
          AsOf: new Date(world.now).toISOString(),
        },
      ],
      Next: null,
    });
    expect((await getHeldDeletions(world.context(), { pool: POOL_2 })).HeldDeletions).toEqual([]);
  });

  test("of a pair of before are told no more", async () => {
    await say();
    await world.ledger.database.deleteFrom("pairs").execute();
    expect((await getHeldDeletions(world.context())).HeldDeletions).toEqual([]);
  });

  test("the set that is held can be let go, and leaves a request with its token", async () => {
    await say();
    await approve();
    expect(await open()).toMatchObject([
      { what: "release", from: POOL_1, to: POOL_2, modules: [PRESENCE], detail: { token: "set-1", trashItems: [] } },
    ]);
  });

  test("another set than the one that is held now is refused", async () => {
    await say({ token: "set-2" });
    expect(await refusal(approve())).toEqual(["not-held", "Token"]);
    await say(null);
    expect(await refusal(approve())).toEqual(["not-held", "Token"]);
    expect(await open()).toEqual([]);
  });

  test.each([
    ["all modules at once", { module: "All" }, "bad-input", "BackupModule"],
    ["a module whose deletions are not held", { module: "DataConf" }, "not-held", "Token"],
    ["an empty token", { token: "" }, "bad-input", "Token"],
    ["an unknown pool", { pool: "nowhere.example.com" }, "unknown-pool", "PoolFqdn"],
  ])("%s is refused", async (_, more, code, field) => {
    await say();
    expect(await refusal(approve(more))).toEqual([code, field]);
  });
});

describe("requests", () => {
  test("are listed newest first, and by pool", async () => {
    const first = await invokeSync(world.context(), { pool: POOL_1, module: "DataConf" });
    world.clock.travel(1);
    const second = await restoreStore(world.context(), { pool: POOL_1, module: "PresenceFocus", adopt: true });
    const ids = async (raw: object) => (await getRequests(world.context("viewer"), raw)).Requests.map(({ Id }) => Id);
    const both = ["Id" in second ? second.Id : "", first.Id];
    expect(await ids({})).toEqual(both);
    expect(await ids({ pool: POOL_2 })).toEqual(both);
    expect(await refusal(getRequests(world.context(), { pool: "nowhere.example.com" }))).toEqual([
      "unknown-pool",
      "PoolFqdn",
    ]);
  });

  test("a request that runs can be asked to end; one that has ended can not", async () => {
    const { Id: id } = await invokeSync(world.context(), { pool: POOL_1, module: "PresenceFocus" });
    const view = await stopRequest(world.context("operator"), { id });
    expect(view).toMatchObject({ Id: id, CancelledAt: new Date(world.now).toISOString() });
    const [asked] = await open();
    if (!asked) return expect.unreachable();
    await world.say({ runs: [aRun(asked, { phase: "done", end: "cancelled", endedAt: world.now })] });
    expect(await refusal(stopRequest(world.context(), { id }))).toEqual(["request-ended", "Id"]);
    expect(await getRequest(world.context(), { id })).toMatchObject({ State: "Cancelled" });
    expect(await refusal(stopRequest(world.context(), { id: "no-such" }))).toEqual(["unknown-request", "Id"]);
  });

  test("what a restorer asked for is not an operator's to end", async () => {
    const view = await restoreStore(world.context("restorer"), { pool: POOL_1, adopt: true });
    const id = "Id" in view ? view.Id : "";
    expect(await refusal(stopRequest(world.context("operator"), { id }))).toEqual(["not-allowed", null]);
    expect(await stopRequest(world.context("restorer"), { id })).toMatchObject({ Id: id });
  });

  test("a failed part makes the whole failed, with its sentence", async () => {
    const { Id: id } = await invokeSync(world.context(), { pool: POOL_1, module: "PresenceFocus" });
    const [asked] = await open();
    if (!asked) return expect.unreachable();
    const problem = "The source was lost too.";
    await world.say({ runs: [aRun(asked, { phase: "done", end: "failed", problem, endedAt: world.now })] });
    expect(await getRequest(world.context(), { id })).toMatchObject({
      State: "Failed",
      Modules: [{ End: "failed", Problem: problem }],
    });
  });

  test("progress has rates and a range of time left, reckoned from the engine's counts", async () => {
    const { Id: id } = await invokeSync(world.context(), { pool: POOL_1, module: "PresenceFocus" });
    const [asked] = await open();
    if (!asked) return expect.unreachable();
    const run = aRun(asked, {
      phase: "sending",
      totalItems: 100,
      leftItems: 40,
      inFlightItems: 10,
      totalBytes: 1000,
      leftBytes: 500,
      currentItem: "users sip:a@x",
      sendingSince: world.now - 10_000,
      at: world.now,
      compared: { identical: 1, missing: 2, different: 3, extra: 4, bytes: 5 },
    });
    await world.say({ runs: [run] });
    expect((await getRequest(world.context(), { id })).Modules[0]).toMatchObject({
      SentItems: 60,
      AckedItems: 50,
      ItemsPerSecond: 5,
      BytesPerSecond: 50,
      SecondsLeftAtLeast: 7,
      SecondsLeftAtMost: 15,
      CurrentItem: "users sip:a@x",
      Compared: { Identical: 1, Missing: 2, Different: 3, Extra: 4, Bytes: 5 },
      Receipt: null,
    });
  });
});

test("a push that is only thought of tells what is known to wait and what runs already", async () => {
  await world.say({ exports: [anExportReport(world.now, { pendingItems: 7, pendingBytes: 70 })] });
  const asked = { pool: POOL_1, module: "PresenceFocus", whatIf: true };
  const push = `Would compare ${PRESENCE} of ${POOL_1} with ${POOL_2} and push what differs.`;
  expect(await foreseeSync(world.context("operator"), asked)).toEqual({
    WhatIf: `${push} Known to wait now: 7 items, 70 bytes.`,
  });
  const { Id } = await invokeSync(world.context(), { pool: POOL_1 });
  expect((await foreseeSync(world.context(), asked)).WhatIf).toContain(` Already asked for: ${Id}.`);
  expect(await open()).toHaveLength(1);
  expect(await refusal(foreseeSync(world.context("viewer"), asked))).toEqual(["not-allowed", null]);
});

test("a push is previewed in figures: what waits, how long by what was measured, and what runs already", async () => {
  const module = (name: string) => ({ pool: POOL_1, module: name });
  const operator = world.context("operator");
  expect((await previewSync(operator, module("DataConf"))).Modules[0]).toEqual({
    Identity: DATA_CONF,
    PendingItems: null,
    PendingBytes: null,
    AsOf: null,
    SecondsAtLeast: null,
    SecondsAtMost: null,
  });
  const { Id } = await invokeSync(world.context(), module("PresenceFocus"));
  const [request] = await open();
  if (request === undefined) throw new Error("nothing was asked for");
  const [since, at] = [world.now, world.now + 10_000];
  const done = { phase: "done", endedAt: at, end: "done", sendingSince: since, at, totalItems: 100 } as const;
  await world.say({
    exports: [anExportReport(world.now, { pendingItems: 40, pendingBytes: null })],
    runs: [aRun(request, done)],
  });
  const again = await invokeSync(world.context(), { pool: POOL_1 });
  const preview = await previewSync(operator, module("PresenceFocus"));
  expect(preview).toMatchObject({
    PoolFqdn: POOL_1,
    BackupPoolFqdn: POOL_2,
    Modules: [{ Identity: PRESENCE, PendingItems: 40, SecondsAtLeast: 3, SecondsAtMost: 6 }],
    Running: [{ Id: again.Id, What: "full-push", Modules: [PRESENCE, DATA_CONF, CMS_MASTER] }],
  });
  expect(Id).not.toBe(again.Id);
  const partner = aWord(world.now, { standby: "lost" });
  await world.say({ exports: [anExportReport(world.now, { partner })], runs: [] });
  expect((await previewSync(operator, module("PresenceFocus"))).Modules).toMatchObject([{ PendingItems: null }]);
  const before = [await audited(), await world.ledger.doors.requests(9)];
  await previewSync(operator, { pool: POOL_1 });
  expect([await audited(), await world.ledger.doors.requests(9)]).toEqual(before);
  expect(await refusal(previewSync(world.context("viewer"), { pool: POOL_1 }))).toEqual(["not-allowed", null]);
});

test("-WhatIf tells what would be done and leaves no trace", async () => {
  await world.say({
    exports: [
      anExportReport(world.now, { held: { items: 3, token: "t", since: "2026-11-21T12:00:00.000Z", named: [] } }),
    ],
  });
  const { Id: id } = await invokeSync(world.context(), { pool: POOL_2 });
  const before = [await audited(), await world.ledger.doors.requests(9)];
  const ctx = world.context();
  const told = [
    await backupPool(ctx, { pool: POOL_1, whatIf: true }),
    await restoreStore(ctx, { pool: POOL_1, adopt: true, whatIf: true }),
    await restoreStore(ctx, { pool: POOL_1, fromPartner: true, whatIf: true }),
    await approveHeldDeletion(ctx, { pool: POOL_1, module: PRESENCE, token: "t", whatIf: true }),
    await stopRequest(ctx, { id, whatIf: true }),
  ];
  for (const one of told) expect(one).toEqual({ WhatIf: expect.stringMatching(/^Would .*\.$/) });
  expect([await audited(), await world.ledger.doors.requests(9)]).toEqual(before);
});

test("modules of Response Groups are listed only while they are enabled (D12)", async () => {
  const rgs = { ...world.modules[0], name: "ApplicationServer.RGSDataStore", category: "RGS" } as Console["modules"][0];
  world.modules = [...world.modules, rgs];
  const listed = async () =>
    (await getStatus(world.context(), { pool: POOL_1 })).BackupModules.map(({ Identity }) => String(Identity));
  const sync = () => invokeSync(world.context(), { pool: POOL_1, module: "RGSDataStore" });
  expect(await listed()).not.toContain(rgs.name);
  expect(await refusal(sync())).toEqual(["unknown-module", "BackupModule"]);
  await world.ledger.doors.configure({ enableRgsBackupService: true }, world.context().actor);
  expect(await listed()).toContain(rgs.name);
  expect((await sync()).Modules.map(({ Identity }) => Identity)).toEqual([rgs.name]);
});

const LESS: Record<Exclude<Role, "viewer">, Role> = {
  operator: "viewer",
  restorer: "operator",
  administrator: "restorer",
};

test.each<[name: string, needed: Exclude<Role, "viewer">, call: (role: Role) => Promise<unknown>]>([
  ["backupPool", "operator", (role) => backupPool(world.context(role), { pool: POOL_1 })],
  ["restoreStore", "restorer", (role) => restoreStore(world.context(role), { pool: POOL_1, adopt: true })],
  [
    "approveHeldDeletion",
    "restorer",
    (role) => approveHeldDeletion(world.context(role), { pool: POOL_1, module: LANE.module, token: "t" }),
  ],
])("%s needs %s", async (_, needed, call) => {
  await world.say({
    exports: [
      anExportReport(world.now, { held: { items: 3, token: "t", since: "2026-11-21T12:00:00.000Z", named: [] } }),
    ],
  });
  expect(await refusal(call(LESS[needed]))).toEqual(["not-allowed", null]);
  expect(await call(needed)).toMatchObject({ State: "Accepted" });
});
