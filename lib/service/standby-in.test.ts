import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { StandbyKeeper } from "#lib/ports/standby-keeper.ts";
import { POOL_1 as A, anActor, POOL_2 as B, DATA_CONF, PRESENCE } from "#lib/testkit/evidence.ts";
import { ManyPools } from "#lib/testkit/many-pools.ts";
import { standbyKeeper } from "./standby-in.ts";

const C = "pool3.pairkeeper.test" as PoolFqdn;

let world: ManyPools;
let keeper: StandbyKeeper;
beforeEach(async () => {
  world = await ManyPools.open();
  keeper = standbyKeeper(world.folder, world.ledger, world.clock);
  for (const home of [A, B]) {
    const rows = Array.from({ length: 3 }, (_, i) => `('sip:${i}@${home}', '${home}')`);
    world.sql(home, `insert into users (sip_uri, home_pool) values ${rows.join(", ")}`);
    world.sql(
      home,
      `insert into presence (sip_uri, category, instance, home_pool) values ('sip:1@${home}', 'state', '', '${home}')`,
    );
    writeFileSync(join(world.content(home, home), `file of ${home}`), "x");
  }
  await world.settle(2);
});
afterEach(() => world.close());

const part = async () => {
  await world.ledger.doors.unpair({ a: A, b: B }, anActor());
  await world.restart();
};
const total = async (at: PoolFqdn) => (await keeper.former(at)).reduce((sum, { items }) => sum + items, 0);
const homes = (at: PoolFqdn) => world.sql(at, "select distinct home_pool from users").map((row) => row.home_pool);

test("the copy of the present partner is nothing that could be removed", async () => {
  expect([await keeper.former(A), await keeper.former(B)]).toEqual([[], []]);
  await expect(keeper.remove(A, B)).rejects.toThrow("not a former partner's");
  await expect(keeper.remove(A, A)).rejects.toThrow("not a former partner's");
});

test("of a former partner it is counted, removed, and nothing else goes", async () => {
  await part();
  expect(await keeper.former(A)).toEqual([
    { home: B, module: PRESENCE, items: 3 },
    { home: B, module: PRESENCE, items: 1 },
    { home: B, module: DATA_CONF, items: 1 },
  ]);
  await keeper.remove(A, B);
  expect(await keeper.former(A)).toEqual([]);
  expect(homes(A)).toEqual([A]);
  expect([existsSync(world.content(A, B)), readdirSync(world.content(A, A))]).toEqual([
    false,
    expect.arrayContaining([`file of ${A}`]),
  ]);
  expect(world.sql(A, "select count(*) as n from importing")).toEqual([{ n: 0 }]);
  expect(await total(B)).toBe(5);
});

test("content lies in the trash, whole, under a name that the trash is emptied by", async () => {
  await part();
  await keeper.remove(A, B);
  const trash = join(world.placesOf(A).files, "Trash", B);
  const [name = ""] = readdirSync(trash);
  expect(name).toMatch(/^\d{8}T\d{6}Z-\d+-\d+$/);
  expect(readdirSync(join(trash, name))).toContain(`file of ${B}`);
});

test("what a removal that was cut off left is there to be removed again", async () => {
  await part();
  await keeper.remove(A, B);
  world.sql(A, "insert into importing values (1)");
  world.sql(A, `insert into users (sip_uri, home_pool) values ('sip:left', '${B}')`);
  world.sql(A, "delete from importing");
  expect(await keeper.former(A)).toEqual([{ home: B, module: PRESENCE, items: 1 }]);
  await keeper.remove(A, B);
  expect(await keeper.former(A)).toEqual([]);
});

test("a removal is no change: the next partner hears of nothing, and the former one may come back", async () => {
  await part();
  await keeper.remove(A, B);
  expect(world.sql(A, `select * from changes where home_pool = '${B}'`)).toEqual([]);
  await world.newPool(C);
  await world.ledger.doors.pair({ a: A, b: B }, anActor());
  await world.restart();
  await world.settle(4);
  expect(world.sql(A, `select count(*) as n from users where home_pool = '${B}'`)).toEqual([{ n: 3 }]);
  expect(readdirSync(world.content(A, B))).toContain(`file of ${B}`);
});

test("a store that is lost is told, and nothing is removed", async () => {
  await part();
  writeFileSync(join(world.placesOf(A).files, ".pairkeeper-store"), "another's");
  await expect(keeper.former(A)).rejects.toMatchObject({ code: "store-lost" });
  await expect(keeper.remove(A, B)).rejects.toMatchObject({ code: "store-lost" });
  expect(homes(A).sort()).toEqual([A, B]);
});
