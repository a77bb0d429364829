import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { MODULES } from "#lib/modules/registry.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools } from "#lib/testkit/two-pools.ts";
import { trashIn } from "./trash-in.ts";

const ALL = { home: POOL_1, under: null, text: null, since: null, until: null, after: null, limit: 10 };

test("what was deleted on a pool is in the trash of its standby, by the ids that bring it back", async () => {
  const world = await openCopiedPools();
  world.user("sip:b@x");
  writeFileSync(join(world.content(POOL_1), "b.txt"), "precious");
  await world.settle(2);
  world.sql(POOL_1, "delete from users where sip_uri = 'sip:b@x'");
  rmSync(join(world.content(POOL_1), "b.txt"));
  await world.settle(2);
  const trashOf = (module: ModuleName) => trashIn(world.folder, world.ledger, POOL_2, module);
  const rows = await (await trashOf(PRESENCE))?.page(ALL);
  const files = await (await trashOf(DATA_CONF))?.page(ALL);
  expect(rows?.items).toMatchObject([{ home: POOL_1, table: "users", path: '["sip:b@x"]' }]);
  expect(files?.items).toMatchObject([{ home: POOL_1, path: "b.txt", bytes: 8 }]);
  const side = world.contentOf(POOL_2).files.inventoryOfTrash(POOL_1, files?.items[0]?.id ?? "");
  const told = await Array.fromAsync(side);
  expect(told.flat().map((item) => item.key)).toEqual([files?.items[0]?.id]);
  const documents = MODULES.find((face) => face.name !== PRESENCE && face.name !== DATA_CONF);
  expect(await trashOf(documents?.name ?? PRESENCE)).toBeNull();
  rmSync(join(world.content(POOL_2), "../..", ".pairkeeper-store"));
  await expect((await trashOf(DATA_CONF))?.page(ALL)).rejects.toMatchObject({ code: "store-lost" });
  await world.close();
});
