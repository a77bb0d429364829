import { afterEach, beforeEach, expect, test } from "vitest";
import { setCmsMaster } from "#lib/testkit/cms-master.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { CMS_MASTER, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { getStatus } from "./get-status.ts";
import { invokeSync } from "./invoke-sync.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const sync = async (pool: string, module: string) =>
  (await invokeSync(world.context(), { pool, module })).Modules.map(({ Identity }) => Identity);

test.each(["CMSMaster", "centralmgmt", "CentralMgmt.CMSMaster"])(
  "the master pushes its documents: %s",
  async (module) => {
    expect(await sync(POOL_1, module)).toEqual([CMS_MASTER]);
  },
);

test("by its name it is refused on the pool that is not master, and the master is named", async () => {
  await expect(sync(POOL_2, "CMSMaster")).rejects.toMatchObject({
    code: "not-cms-master",
    hint: expect.stringContaining(POOL_1),
  });
});

test("with all others it is left out there", async () => {
  expect(await sync(POOL_1, "All")).toEqual([PRESENCE, DATA_CONF, CMS_MASTER]);
  expect(await sync(POOL_2, "All")).toEqual([PRESENCE, DATA_CONF]);
});

test("where no pool is master it is refused on both", async () => {
  setCmsMaster(world.folder, null);
  for (const pool of [POOL_1, POOL_2])
    await expect(sync(pool, "CMSMaster")).rejects.toMatchObject({ code: "not-cms-master" });
});

test("status tells the role, and an expected NotInitialized does not spoil Overall", async () => {
  await world.say();
  const [master, standby] = await Promise.all([POOL_1, POOL_2].map((pool) => getStatus(world.context(), { pool })));
  expect(master).toMatchObject({ OverallExportStatus: "FinalState", OverallImportStatus: "NormalState" });
  expect(standby).toMatchObject({ OverallExportStatus: "FinalState", OverallImportStatus: "NormalState" });
  const documents = { Identity: CMS_MASTER, Category: "CMS" };
  expect(master?.BackupModules[2]).toMatchObject({ ...documents, Role: "master", ExportStatus: "FinalState" });
  expect(standby?.BackupModules[2]).toMatchObject({
    ...documents,
    Role: "standby",
    ExportStatus: "NotInitialized",
    ImportStatus: "NormalState",
    Reason: "not-cms-master",
    PendingItems: null,
    LastError: null,
  });
});
