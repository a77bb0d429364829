import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { INVENTORY_RANGE, type InventoryItem, type InventoryPages } from "#lib/domain/inventory.ts";
import { MOST_LEFT_ALONE } from "#lib/domain/return-receipt.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { RowPools } from "#lib/testkit/row-pools.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";

const folder = tempFolder();
let pools: RowPools;
beforeEach(() => {
  pools = new RowPools(mkdtempSync(join(folder(), "pools-")));
});
afterEach(() => pools.close());

const nothing = () => {};
const at = Date.UTC(2026, 10, 21, 12);
const side = (pool = POOL_1) => pools.module.inventorySide(pool);
const insert = (pool: typeof POOL_1, address: string, home = pool, name = "A") =>
  pools.runUnseen(pool, "insert into users (sip_uri, display_name, home_pool) values (?, ?, ?)", address, name, home);
const keys = (entries: readonly { readonly table: string; readonly key: string }[]) =>
  entries.map(({ table, key }) => `${table} ${key}`).sort();
const waiting = async (pool = POOL_1, phase: "images" | "tombstones" = "images") => {
  const { book } = pools.storeOf(pool);
  return keys(await book.next(PRESENCE, phase, await book.mark(), 10_000));
};
async function* told(...items: InventoryItem[]): InventoryPages {
  yield items;
}
const push = async () => side().push(side(POOL_2).take(POOL_1, nothing), at, nothing);
const giveBack = async () => side().giveBack(POOL_2, side(POOL_2).take(POOL_2, nothing), at, nothing);

describe("what is taken", () => {
  test("is one data set in ranges, table by table, each by key", async () => {
    for (let i = 0; i < 3; i++) insert(POOL_1, `sip:${i}@x`, i === 1 ? POOL_2 : POOL_1);
    pools.runUnseen(POOL_1, `insert into contact_groups (sip_uri, group_id, home_pool) values ('a', 'g', '${POOL_1}')`);
    const pages = await Array.fromAsync(side().take(POOL_1, nothing));
    expect(keys(pages.flat())).toEqual(['contact_groups ["a","g"]', 'users ["sip:0@x"]', 'users ["sip:2@x"]']);
    expect(pages.every((page) => page.length > 0 && page.length <= INVENTORY_RANGE)).toBe(true);
    const theirs = await Array.fromAsync(side().take(POOL_2, nothing));
    expect(keys(theirs.flat())).toEqual(['users ["sip:1@x"]']);
    for (const item of pages.flat()) expect(Object.keys(item).sort()).toEqual(["key", "signature", "table"]);
  });

  test("comes in short reads between which others write, and says that it goes on", async () => {
    for (let i = 0; i < 2500; i++) insert(POOL_1, `sip:${String(i).padStart(4, "0")}@x`);
    let steps = 0;
    const found = await Array.fromAsync(
      side().take(POOL_1, () => {
        steps += 1;
        pools.run(POOL_1, "update users set display_name = ? where sip_uri like 'sip:1%'", `step ${steps}`);
      }),
    );
    expect(found.flat()).toHaveLength(2500);
    expect(steps).toBeGreaterThanOrEqual(3);
  });

  test("is not taken of a store that is not the right one", async () => {
    insert(POOL_1, "sip:a@x");
    pools.run(POOL_1, "update store set store_id = 'another'");
    await expect(Array.fromAsync(side().take(POOL_1, nothing))).rejects.toMatchObject({ code: "store-lost" });
  });
});

describe("a push", () => {
  test("makes pending what is missing or different there, and tombstones of what is there alone", async () => {
    insert(POOL_1, "sip:same@x");
    insert(POOL_1, "sip:missing@x");
    insert(POOL_1, "sip:other@x", POOL_1, "New");
    insert(POOL_1, "sip:standby@x", POOL_2);
    insert(POOL_2, "sip:same@x", POOL_1);
    insert(POOL_2, "sip:other@x", POOL_1, "Old");
    insert(POOL_2, "sip:extra@x", POOL_1);
    insert(POOL_2, "sip:theirs@x", POOL_2);
    const line = JSON.stringify(["sip:other@x", "New", 1, "{}", null, POOL_1]).length;
    expect(await push()).toEqual({
      identical: 1,
      missing: 1,
      different: 1,
      extra: 1,
      bytes: line + JSON.stringify(["sip:missing@x", "A", 1, "{}", null, POOL_1]).length,
    });
    expect(await waiting()).toEqual(['users ["sip:missing@x"]', 'users ["sip:other@x"]']);
    expect(await waiting(POOL_1, "tombstones")).toEqual(['users ["sip:extra@x"]']);
  });

  test("of what is the same everywhere makes nothing pending", async () => {
    insert(POOL_1, "sip:same@x");
    insert(POOL_2, "sip:same@x", POOL_1);
    expect(await push()).toEqual({ identical: 1, missing: 0, different: 0, extra: 0, bytes: 0 });
    expect([await waiting(), await waiting(POOL_1, "tombstones")]).toEqual([[], []]);
  });

  test("a row that was given to the partner is no deletion: it is told again as given", async () => {
    insert(POOL_1, "sip:given@x");
    insert(POOL_2, "sip:given@x", POOL_1);
    pools.run(POOL_1, `update users set home_pool = '${POOL_2}'`);
    await pools.look(POOL_1);
    await pools.storeOf(POOL_1).book.drop(PRESENCE, [1]); // as if it had left in a package that was lost
    expect(await waiting()).toEqual([]);
    expect(await push()).toMatchObject({ extra: 0, missing: 0 });
    expect([await waiting(), await waiting(POOL_1, "tombstones")]).toEqual([['users ["sip:given@x"]'], []]);
    await pools.carry(POOL_1);
    expect(pools.all(POOL_2, "select home_pool from users")).toEqual([{ home_pool: POOL_2 }]);
  });

  test("a row that the partner is about to take back, as it is told as ours there, is not ours to delete", async () => {
    insert(POOL_1, "sip:theirs@x", POOL_2);
    insert(POOL_2, "sip:theirs@x", POOL_1);
    expect(await push()).toMatchObject({ extra: 0 });
    expect([await waiting(), await waiting(POOL_1, "tombstones")]).toEqual([[], []]);
  });

  test("a row that is written while it goes on is no deletion", async () => {
    const theirs = told({ table: "users", key: '["sip:late@x"]', signature: "s" });
    let isWritten = false;
    const writeLate = () => {
      if (isWritten) return;
      isWritten = true;
      pools.run(POOL_1, `insert into users (sip_uri, home_pool) values ('sip:late@x', '${POOL_1}')`);
    };
    const { identical, different, extra } = await side().push(theirs, at, writeLate);
    expect({ identical, different, extra }).toEqual({ identical: 0, different: 1, extra: 0 });
  });

  test("an inventory that names another module's rows is damaged, and nothing waits", async () => {
    insert(POOL_1, "sip:a@x");
    const theirs = told({ table: "content", key: "a.txt", signature: "s" });
    await expect(side().push(theirs, at, nothing)).rejects.toMatchObject({ code: "package-damaged" });
    expect(await waiting()).toEqual([]);
  });

  test("of a store that is not the right one makes nothing pending", async () => {
    pools.run(POOL_1, "update store set store_id = 'another'");
    const theirs = told({ table: "users", key: '["sip:a@x"]', signature: "s" });
    await expect(side().push(theirs, at, nothing)).rejects.toMatchObject({ code: "store-lost" });
    expect(await waiting(POOL_1, "tombstones")).toEqual([]);
  });
});

test("rows whose key is no text are sent and given back without being compared", async () => {
  const odd = "cast(x'736970ff' as text)";
  pools.runUnseen(
    POOL_1,
    `insert into users (sip_uri, home_pool) values (${odd}, '${POOL_1}'), (${odd} || '2', '${POOL_2}')`,
  );
  expect(await push()).toMatchObject({ missing: 1 });
  expect(await giveBack()).toMatchObject({ missing: 1 });
  await pools.carry(POOL_1);
  const sql = "select hex(sip_uri) as address, home_pool from users order by 1";
  expect(pools.all(POOL_2, sql)).toEqual(pools.all(POOL_1, sql));
  expect(await giveBack()).toMatchObject({ missing: 1 });
  await pools.carry(POOL_1);
  const receipt = await pools.storeOf(POOL_2).book.receipt(PRESENCE, POOL_1);
  expect(receipt).toMatchObject({ placed: 1, identical: 1 });
});

describe("while a data set is being restored", () => {
  const restore = (home: typeof POOL_1) => pools.storeOf(POOL_1).book.setRestoring(PRESENCE, home, "request 1");

  test("nothing of it is pushed, for what it lacks was not deleted; what goes back to the partner does", async () => {
    insert(POOL_2, "sip:ours@x", POOL_1);
    insert(POOL_1, "sip:theirs@x", POOL_2);
    pools.run(POOL_1, `insert into users (sip_uri, home_pool) values ('sip:new@x', '${POOL_1}')`);
    await pools.look(POOL_1);
    await restore(POOL_1);
    await expect(push()).rejects.toMatchObject({ code: "restoring" });
    expect(await waiting(POOL_1, "tombstones")).toEqual([]);
    await giveBack();
    expect((await pools.pack(POOL_1, "images"))?.packed).toMatchObject({ source: "standby", batches: [{ rows: 1 }] });
    await expect(pools.pack(POOL_1, "images")).rejects.toMatchObject({ code: "restoring" });
    expect(await waiting()).toEqual(['users ["sip:new@x"]']);
  });

  test("a push that it comes in between makes no tombstones", async () => {
    insert(POOL_2, "sip:ours@x", POOL_1);
    insert(POOL_1, "sip:ours@x");
    let isBegun = false;
    const beginOnce = () => {
      if (isBegun) return;
      isBegun = true;
      pools.runUnseen(POOL_1, "delete from users");
      pools.run(POOL_1, "insert into restores (module, home_pool, request_id) values (?, ?, 'r')", PRESENCE, POOL_1);
    };
    const theirs = side(POOL_2).take(POOL_1, nothing);
    await expect(side().push(theirs, at, beginOnce)).rejects.toMatchObject({ code: "restoring" });
    expect(await waiting(POOL_1, "tombstones")).toEqual([]);
  });

  test("a standby that is being filled gives nothing back, and tells what it has", async () => {
    insert(POOL_1, "sip:theirs@x", POOL_2);
    await restore(POOL_2);
    await expect(giveBack()).rejects.toMatchObject({ code: "restoring" });
    expect((await Array.fromAsync(side().take(POOL_2, nothing))).flat()).toHaveLength(1);
  });
});

describe("what is given back", () => {
  test("is what its home lacks, apart from own entries; what differs is named and left alone", async () => {
    insert(POOL_1, "sip:same@x", POOL_2);
    insert(POOL_1, "sip:missing@x", POOL_2);
    insert(POOL_1, "sip:other@x", POOL_2, "Standby");
    insert(POOL_1, "sip:own@x");
    insert(POOL_2, "sip:same@x");
    insert(POOL_2, "sip:other@x", POOL_2, "Home");
    insert(POOL_2, "sip:new@x");
    expect(await giveBack()).toEqual({
      identical: 1,
      missing: 1,
      different: 1,
      extra: 1,
      bytes: JSON.stringify(["sip:missing@x", "A", 1, "{}", null, POOL_2]).length,
      leftAlone: [{ is: "different", table: "users", key: '["sip:other@x"]' }],
    });
    expect(await waiting()).toEqual(['returned/users ["sip:missing@x"]']);
  });

  test("names no more than it may, and counts all", async () => {
    for (let i = 0; i < MOST_LEFT_ALONE + 3; i++) {
      insert(POOL_1, `sip:${i}@x`, POOL_2, "Standby");
      insert(POOL_2, `sip:${i}@x`, POOL_2, "Home");
    }
    const given = await giveBack();
    expect([given.different, given.leftAlone.length]).toEqual([MOST_LEFT_ALONE + 3, MOST_LEFT_ALONE]);
  });

  test("is what this pool gave to it too, which may have been there and gone since: as given, and it is taken once", async () => {
    insert(POOL_1, "sip:given@x");
    pools.run(POOL_1, `update users set home_pool = '${POOL_2}'`);
    expect(await giveBack()).toMatchObject({ missing: 1 });
    await pools.look(POOL_1);
    const [first, second] = await pools.carry(POOL_1);
    expect(first).toMatchObject({ dataSet: POOL_2, source: "standby", batches: [{ is: "rows-moved", rows: 1 }] });
    expect(second).toMatchObject({ dataSet: POOL_1, source: "home", batches: [{ is: "rows-moved", rows: 1 }] });
    expect(Object.keys(pools.rows(POOL_2, POOL_2))).toEqual(['users ["sip:given@x"]']);
    expect(await pools.storeOf(POOL_2).book.receipt(PRESENCE, POOL_1)).toMatchObject({ placed: 1 });
    expect(await pools.storeOf(POOL_2).book.quarantine(PRESENCE, POOL_1)).toMatchObject({ items: 0 });
  });

  test("goes first and by itself, as own rows travel; the rest follows", async () => {
    insert(POOL_1, "sip:theirs@x", POOL_2);
    pools.run(POOL_1, `insert into users (sip_uri, home_pool) values ('sip:own@x', '${POOL_1}')`);
    await pools.look(POOL_1);
    await giveBack();
    const [first, second] = await pools.carry(POOL_1);
    expect(first).toMatchObject({
      dataSet: POOL_2,
      source: "standby",
      highBatches: 1,
      batches: [{ is: "rows", rows: 1 }],
    });
    expect(second).toMatchObject({ dataSet: POOL_1, source: "home", batches: [{ is: "rows", rows: 1 }] });
    expect(Object.keys(pools.rows(POOL_2, POOL_2))).toEqual(['users ["sip:theirs@x"]']);
    expect(Object.keys(pools.rows(POOL_2, POOL_1))).toEqual(['users ["sip:own@x"]']);
    expect(await pools.storeOf(POOL_2).book.receipt(PRESENCE, POOL_1)).toMatchObject({ placed: 1 });
  });

  test("within a package's limits, and no row twice", async () => {
    const wide = "w".repeat(400_000);
    for (let i = 0; i < 50; i++) insert(POOL_1, `sip:${i}@x`, POOL_2, wide);
    await giveBack();
    const packages = await pools.carry(POOL_1);
    expect(packages.map((one) => one.batches.length)).toEqual([16, 9]);
    expect(packages.flatMap((one) => one.sent)).toHaveLength(50);
    expect(Object.keys(pools.rows(POOL_2, POOL_2))).toHaveLength(50);
  });

  test("that is gone meanwhile is sent to nobody", async () => {
    insert(POOL_1, "sip:a@x", POOL_2);
    await giveBack();
    pools.runUnseen(POOL_1, "delete from users");
    const one = await pools.pack(POOL_1, "images");
    expect(one?.packed).toMatchObject({ sent: [], batches: [], dataSet: POOL_2 });
    expect(one?.packed.void).toHaveLength(1);
    expect(await waiting()).toEqual([]);
  });

  test("is forgotten when its request ends, and found anew by the next", async () => {
    insert(POOL_1, "sip:a@x", POOL_2);
    insert(POOL_1, "sip:own@x");
    await push();
    await giveBack();
    await side().forgetReturns();
    expect(await waiting()).toEqual(['users ["sip:own@x"]']);
    await giveBack();
    insert(POOL_2, "sip:a@x");
    await giveBack();
    expect(await waiting()).toEqual(['users ["sip:own@x"]']);
  });

  test("goes to its home alone", async () => {
    await expect(side().giveBack(POOL_1, told(), at, nothing)).rejects.toThrow("nothing here is to be given back");
  });

  test("comes from the trash too, chosen by ids, and is sent on by its home as its own", async () => {
    insert(POOL_1, "sip:a@x", POOL_2, "Deleted");
    insert(POOL_2, "sip:a@x", POOL_2, "Deleted");
    pools.run(POOL_2, "delete from users");
    await pools.look(POOL_2);
    await pools.carry(POOL_2);
    const [trashed] = pools.all(POOL_1, "select id from trash");
    const id = String(trashed?.id);
    expect(await side().giveBackTrash(POOL_2, [id, "999"], at)).toBe(1);
    expect(await side().giveBackTrash(POOL_2, ["999"], at)).toBe(0);
    expect(await side().giveBackTrash(POOL_1, [id], at)).toBe(0);
    expect(await waiting()).toEqual([`trash/users [${id}]`]);
    const [packed] = await pools.carry(POOL_1);
    expect(packed).toMatchObject({ dataSet: POOL_2, source: "trash" });
    expect(pools.all(POOL_2, "select display_name from users")).toEqual([{ display_name: "Deleted" }]);
    await pools.look(POOL_2);
    await pools.carry(POOL_2);
    expect(pools.rows(POOL_1, POOL_2)).toEqual(pools.rows(POOL_2, POOL_2));
  });
});
