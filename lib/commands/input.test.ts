import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "#lib/auth/context.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { type ConfigurationView, configurationInput } from "./configuration-view.ts";
import { foreseeConfiguration, foreseeRemoval } from "./foresee-configuration.ts";
import { getConfiguration } from "./get-configuration.ts";
import { getPairs } from "./get-pairs.ts";
import { getRelationship } from "./get-relationship.ts";
import { getRequest } from "./get-request.ts";
import { getStatus } from "./get-status.ts";
import { invokeSync } from "./invoke-sync.ts";
import { removeConfiguration } from "./remove-configuration.ts";
import { setConfiguration } from "./set-configuration.ts";

const P1 = "pool1.pairkeeper.test";
let world: Console;
let ctx: Context;

beforeAll(async () => {
  world = await openConsole();
  ctx = world.context();
});
afterAll(() => world.close());

const refusals = async (work: Promise<unknown>) => {
  const { code, field, sentence, hint } = await work.then(
    () => expect.unreachable("it was accepted"),
    (thrown) => thrown,
  );
  expect(sentence).toMatch(/^[A-Z"a-z].*\.$/s);
  expect(hint).toMatch(/\.$/);
  return [code, field];
};

describe("what is wrong is named", () => {
  test.each([
    ["nothing", undefined, "bad-input", null],
    ["a list", [], "bad-input", null],
    ["no pool", {}, "bad-input", "PoolFqdn"],
    ["a number for a pool", { pool: 7 }, "bad-input", "PoolFqdn"],
    ["an empty pool", { pool: "" }, "bad-input", "PoolFqdn"],
    ["a short pool name", { pool: "pool1" }, "bad-input", "PoolFqdn"],
    ["a pool that is a path", { pool: "../../etc.passwd" }, "bad-input", "PoolFqdn"],
    ["an endless pool", { pool: `${"a.".repeat(400)}test` }, "bad-input", "PoolFqdn"],
    ["a pool that is not there", { pool: "nowhere.example.com" }, "unknown-pool", "PoolFqdn"],
    ["an empty module", { pool: P1, module: " " }, "bad-input", "BackupModule"],
    ["an unknown module", { pool: P1, module: "Nope" }, "unknown-module", "BackupModule"],
    ["a module that is not deployed", { pool: P1, module: "RGSDataStore" }, "unknown-module", "BackupModule"],
    ["an unknown category", { pool: P1, category: "Users" }, "bad-input", "Category"],
    ["a switch with a value", { pool: P1, force: "yes" }, "bad-input", "Force"],
    ["a parameter that is not there", { pool: P1, Pool: P1 }, "bad-input", "Pool"],
  ])("%s", async (_, input, code, field) => {
    expect(await refusals(getStatus(ctx, input))).toEqual([code, field]);
  });

  test.each([
    "soon",
    "",
    "00:00:04",
    "00:00:04.999",
    "03:00:01",
    "03:00:00.0000001",
    "-00:01:00",
    "00:60:00",
    "5",
    5000,
    null,
  ])("the interval %j", async (syncInterval) => {
    expect(await refusals(setConfiguration(ctx, { syncInterval }))).toEqual(["bad-input", "SyncInterval"]);
  });

  test.each<[parameter: string, given: unknown]>([
    ["MaxConcurrentCalls", 0],
    ["MaxConcurrentCalls", 1001],
    ["MaxBatchesPerCmsSync", "0"],
    ["MaxBatchesPerCmsSync", 1.5],
    ["MaxBatchesPerUserStoreSync", "-1"],
    ["MaxBatchesPerUserStoreSync", "1e3"],
    ["MaxBatchesPerUserStoreSync", ""],
    ["MaxBatchesPerUserStoreSync", "99999999999999999999"],
    ["MaxDataConfPackageSizeKB", "100 KB"],
    ["MaxDataConfPackageSizeKB", null],
    ["MaxDataConfPackageSizeKB", Number.MAX_SAFE_INTEGER],
    ["MaxHighPriQueuePercentagePerUserStoreSync", 101],
    ["MaxHighPriQueuePercentagePerUserStoreSync", -1],
    ["MaxHighPriQueuePercentagePerUserStoreSync", [50]],
    ["MaxHighPriQueuePercentagePerUserStoreSync", true],
    ["EnableRgsBackupService", "perhaps"],
    ["AuthorizedUniversalGroups", ""],
    ["AuthorizedUniversalGroups", "a,,b"],
    ["AuthorizedUniversalGroups", "a\nb"],
    ["AuthorizedLocalAccounts", 7],
    ["WakeOnChange", "maybe"],
    ["WakeOnChange", 2],
    ["WakeOnChange", ""],
    ["WakeOnChange", {}],
  ])("%s of %j", async (parameter, given) => {
    const input = configurationInput({ [parameter]: given });
    expect(await refusals(setConfiguration(ctx, input))).toEqual(["bad-input", parameter]);
  });

  test("a setting beside one that is wrong is not changed either", async () => {
    const before = await getConfiguration(ctx);
    expect(await refusals(setConfiguration(ctx, { maxConcurrentCalls: 3, maxBatchesPerCmsSync: 0 }))).toEqual([
      "bad-input",
      "MaxBatchesPerCmsSync",
    ]);
    expect(await getConfiguration(ctx)).toEqual(before);
  });

  test.each([[{}], [{ identity: "Global", force: true }], [{ syncInterval: undefined }]])(
    "a change that names no setting: %j",
    async (input) => {
      expect(await refusals(setConfiguration(ctx, input))).toEqual(["bad-input", null]);
      await expect(setConfiguration(ctx, input)).rejects.toMatchObject({
        hint: expect.stringMatching(/-SyncInterval, .*-MaxConcurrentCalls, .*-WakeOnChange\.$/),
      });
    },
  );

  test("another configuration than Global", async () => {
    expect(await refusals(getConfiguration(ctx, { identity: "site1" }))).toEqual(["bad-input", "Identity"]);
  });

  test("an unknown request", async () => {
    expect(await refusals(getRequest(ctx, { id: "no-such" }))).toEqual(["unknown-request", "Id"]);
  });

  test("an unknown module lists the valid ones (DOMAIN 10 no. 26)", async () => {
    await expect(getStatus(ctx, { pool: P1, module: "Nope" })).rejects.toMatchObject({
      hint: "Valid are All, UserServices.PresenceFocus, ConfServices.DataConf, CentralMgmt.CMSMaster.",
    });
  });

  test("a pool without a partner", async () => {
    const alone = await openConsole();
    await alone.ledger.database.deleteFrom("pairs").execute();
    for (const command of [getStatus, getRelationship, invokeSync])
      expect(await refusals(command(alone.context(), { pool: P1 }))).toEqual(["unpaired", "PoolFqdn"]);
    await alone.close();
  });
});

test.each([P1, "POOL1.Pairkeeper.TEST", `${P1}.`, ` ${P1} `])("%j is pool 1", async (pool) => {
  expect(await getRelationship(ctx, { pool })).toEqual({ PoolFqdn: P1, BackupPoolFqdn: "pool2.pairkeeper.test" });
});

test.each([
  ["All", ["UserServices.PresenceFocus", "ConfServices.DataConf", "CentralMgmt.CMSMaster"]],
  ["all", ["UserServices.PresenceFocus", "ConfServices.DataConf", "CentralMgmt.CMSMaster"]],
  ["CMSMaster", ["CentralMgmt.CMSMaster"]],
  ["centralmgmt", ["CentralMgmt.CMSMaster"]],
  ["CentralMgmt.CMSMaster", ["CentralMgmt.CMSMaster"]],
  ["PresenceFocus", ["UserServices.PresenceFocus"]],
  ["USERSERVICES.presencefocus", ["UserServices.PresenceFocus"]],
  [" dataconf ", ["ConfServices.DataConf"]],
  ["ConfServices.DataConf", ["ConfServices.DataConf"]],
])("-BackupModule %j means %j", async (module, means) => {
  const { BackupModules } = await getStatus(ctx, { pool: P1, module });
  expect(BackupModules.map((one) => one.Identity)).toEqual(means);
});

test.each([
  ["userdata", undefined, 2],
  ["UserData", "DataConf", 1],
  ["CMS", undefined, 1],
  ["RGS", undefined, 0],
  ["rgs", "All", 0],
])("-Category %s with module %s leaves %i", async (category, module, count) => {
  expect((await getStatus(ctx, { pool: P1, category, module })).BackupModules).toHaveLength(count);
});

test.each([
  ["00:00:05", "00:00:05"],
  ["03:00:00", "03:00:00"],
  ["0:02:00.5", "00:02:00.500"],
])("the interval %s is kept as %s", async (syncInterval, kept) => {
  expect(await setConfiguration(ctx, { syncInterval, identity: "GLOBAL" })).toMatchObject({
    Identity: "Global",
    SyncInterval: kept,
  });
  expect(await getConfiguration(ctx)).toMatchObject({ Identity: "Global", SyncInterval: kept });
});

test.each<[parameter: keyof ConfigurationView, given: unknown, kept: number | boolean | string]>([
  ["MaxConcurrentCalls", 12, 12],
  ["MaxConcurrentCalls", "1000", 1000],
  ["MaxBatchesPerCmsSync", "1", 1],
  ["MaxBatchesPerUserStoreSync", " 7 ", 7],
  ["MaxDataConfPackageSizeKB", "204800", 204_800],
  ["MaxHighPriQueuePercentagePerUserStoreSync", 0, 0],
  ["MaxHighPriQueuePercentagePerUserStoreSync", "100", 100],
  ["EnableRgsBackupService", "$true", true],
  [
    "AuthorizedUniversalGroups",
    "RTCUniversalServerAdmins,CSAdministrator ",
    "RTCUniversalServerAdmins, CSAdministrator",
  ],
  ["AuthorizedLocalAccounts", "Network Service", "Network Service"],
  ["WakeOnChange", "$True", true],
  ["WakeOnChange", "$false", false],
  ["WakeOnChange", "1", true],
  ["WakeOnChange", 0, false],
  ["WakeOnChange", " TRUE ", true],
  ["WakeOnChange", false, false],
])("%s given as %j is kept as %j, and nothing else changes", async (parameter, given, kept) => {
  const before = await getConfiguration(ctx);
  const after = { ...before, [parameter]: kept };
  expect(await setConfiguration(ctx, configurationInput({ [parameter]: given }))).toEqual(after);
  expect(await getConfiguration(ctx)).toEqual(after);
});

test("a change that is only thought of changes nothing and leaves no audit row", async () => {
  const before = [await getConfiguration(ctx), await world.ledger.database.selectFrom("audit").selectAll().execute()];
  const what = { maxConcurrentCalls: 77, syncInterval: "00:09:00", whatIf: true };
  expect(await setConfiguration(ctx, what)).toEqual({
    WhatIf: expect.stringMatching(
      /^Would change SyncInterval from .* to 00:09:00, MaxConcurrentCalls from \d+ to 77\. Change the sync interval only .*\.$/,
    ),
  });
  expect(await removeConfiguration(ctx, { identity: "global", whatIf: true })).toEqual({
    WhatIf: expect.stringContaining("to 00:02:00"),
  });
  const after = [await getConfiguration(ctx), await world.ledger.database.selectFrom("audit").selectAll().execute()];
  expect(after).toEqual(before);
});

test("what a change would do is told setting by setting, with what is to be thought of, to who may do it", async () => {
  const one = await openConsole();
  const told = await foreseeConfiguration(one.context(), { syncInterval: "00:10:00", maxConcurrentCalls: 10 });
  expect(told).toEqual({
    Changes: [{ Setting: "SyncInterval", From: "00:02:00", To: "00:10:00" }],
    Warnings: [expect.any(String), expect.any(String), expect.stringContaining("At an interval of 10 min")],
  });
  expect(await refusals(foreseeConfiguration(one.context(), {}))).toEqual(["bad-input", null]);
  expect(await refusals(foreseeConfiguration(one.context(), { maxConcurrentCalls: "x" }))).toEqual([
    "bad-input",
    "MaxConcurrentCalls",
  ]);
  await setConfiguration(one.context(), { wakeOnChange: true });
  expect(await foreseeRemoval(one.context())).toEqual({
    Changes: [{ Setting: "WakeOnChange", From: "true", To: "false" }],
    Warnings: [],
  });
  const restorer = one.context("restorer");
  expect(await refusals(foreseeConfiguration(restorer, { wakeOnChange: true }))).toEqual(["not-allowed", null]);
  expect(await refusals(foreseeRemoval(restorer))).toEqual(["not-allowed", null]);
  await one.close();
});

test("a removed configuration is back at its defaults, and only the one that there is can be removed", async () => {
  const one = await openConsole();
  const defaults = await getConfiguration(one.context());
  await setConfiguration(one.context(), { syncInterval: "00:01:00", enableRgsBackupService: true });
  expect(await refusals(removeConfiguration(one.context(), {}))).toEqual(["bad-input", "Identity"]);
  expect(await refusals(removeConfiguration(one.context(), { identity: "site1" }))).toEqual(["bad-input", "Identity"]);
  expect(await removeConfiguration(one.context(), { identity: "GLOBAL", force: true })).toEqual(defaults);
  expect(await getConfiguration(one.context())).toEqual(defaults);
  await one.close();
});

test.each([["*"], ["glo*"], ["Global"], ["*ob*l"]])("-Filter %s finds the one configuration", async (filter) => {
  expect(await getConfiguration(ctx, { filter })).toMatchObject({ Identity: "Global" });
});

test.each([["site*"], ["Globa"], ["Gl.bal"], ["*x*"]])("-Filter %s finds none", async (filter) => {
  expect(await refusals(getConfiguration(ctx, { filter }))).toEqual(["bad-input", "Filter"]);
});

test("what was read may be sent back, and means the same", async () => {
  const before = await getConfiguration(ctx);
  expect(await setConfiguration(ctx, configurationInput(before))).toEqual(before);
});

test("a name that is no setting is refused, also where another command knows it", async () => {
  for (const name of ["PoolFqdn", "SyncIntervall", "BackupModule"])
    expect(await refusals(setConfiguration(ctx, configurationInput({ [name]: P1 })))).toEqual(["bad-input", name]);
});

test.each([
  ["getStatus", "viewer", () => getStatus(world.context("viewer"), { pool: P1 }), null],
  ["getPairs", "viewer", () => getPairs(world.context("viewer")), null],
  ["getConfiguration", "viewer", () => getConfiguration(world.context("viewer")), null],
  ["getRelationship", "viewer", () => getRelationship(world.context("viewer"), { pool: P1 }), null],
  ["invokeSync", "viewer", () => invokeSync(world.context("viewer"), { pool: P1 }), "not-allowed"],
  ["invokeSync", "operator", () => invokeSync(world.context("operator"), { pool: P1 }), null],
  [
    "setConfiguration",
    "restorer",
    () => setConfiguration(world.context("restorer"), { syncInterval: "00:01:00" }),
    "not-allowed",
  ],
  [
    "removeConfiguration",
    "restorer",
    () => removeConfiguration(world.context("restorer"), { identity: "Global" }),
    "not-allowed",
  ],
])("%s as %s", async (_, __, call, refused) => {
  const code = await call().then(
    () => null,
    (thrown) => thrown.code,
  );
  expect(code).toBe(refused);
});
