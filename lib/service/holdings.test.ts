import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CMS_MASTER, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";
import { countHolding } from "./count-holding.ts";
import { knownOf, poolPlaces } from "./pool-places.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

/** What pool 2 holds of pool 1; `now` is the clock that it looks at while it counts. */
async function held(module = DATA_CONF, now = () => 0) {
  const known = knownOf(await world.ledger.topology.stores());
  const { storeId, epoch: storeEpoch } = known(POOL_2);
  const at = { ...poolPlaces(world.folder, POOL_2), pool: POOL_2, storeId, storeEpoch };
  return countHolding({ at, home: POOL_1, dataSetId: known(POOL_1).storeId, module }, now);
}

test("of content files, folders and bytes are counted, and nothing that does not travel", async () => {
  const standby = world.content(POOL_2, POOL_1);
  const before = await held();
  mkdirSync(join(standby, "more"));
  writeFileSync(join(standby, "more", "b.bin"), Buffer.alloc(1_000));
  symlinkSync("/", join(standby, "more", "link"));
  expect(await held()).toEqual({ items: (before?.items ?? 0) + 2, bytes: (before?.bytes ?? 0) + 1_000, isAll: true });
});

test("of rows those of the home pool are counted", async () => {
  const before = await held(PRESENCE);
  world.user("sip:one.more@x");
  await world.settle(2);
  expect(await held(PRESENCE)).toEqual({ items: (before?.items ?? 0) + 1, bytes: null, isAll: true });
});

test("who waits is told after two seconds how far it came", async () => {
  let at = 0;
  const slow = () => {
    at += 2_001;
    return at;
  };
  expect(await held(DATA_CONF, slow)).toMatchObject({ isAll: false });
});

test("what is lost holds nothing that could be counted, and documents are not counted", async () => {
  expect(await held(CMS_MASTER)).toBeNull();
  rmSync(world.content(POOL_2, POOL_1), { recursive: true });
  await expect(held()).rejects.toMatchObject({ code: "store-lost" });
});
