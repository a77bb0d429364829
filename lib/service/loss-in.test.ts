import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools } from "#lib/testkit/two-pools.ts";
import { Aside } from "./aside.ts";
import { lossIn } from "./loss-in.ts";

test("what would be lost with a pool is read beside its engine, in a thread of its own", async () => {
  const world = await openCopiedPools();
  const aside = new Aside();
  try {
    const list = lossIn(world.folder, world.ledger, POOL_1, aside);
    const page = async (module: typeof PRESENCE) =>
      (await list.page({ module, refused: [], newestFirst: false, after: null, limit: 10 })).entries.map(
        ({ table, key, why }) => `${table} ${key} ${why}`,
      );
    expect([await page(PRESENCE), await page(DATA_CONF)]).toEqual([[], []]);
    world.user("sip:b@x");
    writeFileSync(join(world.content(POOL_1), "b.txt"), "content");
    await world.cycle("files");
    expect(await page(PRESENCE)).toEqual(['users ["sip:b@x"] pending']);
    expect(await page(DATA_CONF)).toEqual(["content b.txt in-flight"]);
    await world.settle(1);
    expect([await page(PRESENCE), await page(DATA_CONF)]).toEqual([[], []]);
    world.sql(POOL_2, "update store set store_id = 'another'");
    const lost = lossIn(world.folder, world.ledger, POOL_2, aside);
    const all = { module: PRESENCE, refused: [], newestFirst: false, after: null, limit: 10 };
    await expect(lost.page(all)).rejects.toMatchObject({ code: "store-lost" });
  } finally {
    await aside.close();
    await world.close();
  }
});
