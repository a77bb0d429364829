import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { isoInstant } from "#lib/domain/instant.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { USERS } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openTempUserStore } from "#lib/testkit/temp-user-store.ts";
import { ApplyHand } from "./apply-hand.ts";

const folder = tempFolder();

/** Enough rows for the thread. */
function order(name: string) {
  const images = Array.from({ length: 2500 }, (_, i) => JSON.stringify([`sip:${i}@x`, name, 1, "{}", null, POOL_2]));
  const lines = Buffer.from(`${images.join("\n")}\n`);
  const lot = { is: "rows" as const, table: USERS, rows: images.length, lines, oldestAt: isoInstant(0) };
  const place = { module: PRESENCE, from: POOL_2, position: { applied: null, working: null } };
  return { home: POOL_2, lots: [lot], place, at: isoInstant(0) };
}

test("orders are done one after the other, in the order in which they came", async () => {
  const { store, client } = openTempUserStore(folder());
  const done: string[] = [];
  const names = ["first", "second", "third"];
  await Promise.all(
    names.map((name) => store.rows.apply(POOL_2, order(name).lots, order(name).place).then(() => done.push(name))),
  );
  expect(done).toEqual(names);
  expect(client.prepare("select distinct display_name as name from users").all()).toEqual([{ name: "third" }]);
  client.close();
  store.close();
});

test("what is under way when the store is closed happens whole or not at all, and nothing is begun after it", async () => {
  const { store, client } = openTempUserStore(folder());
  const { lots, place } = order("cut off");
  const underWay = store.rows.apply(POOL_2, lots, place);
  store.close();
  await expect(underWay).rejects.toMatchObject({ code: "database-unreachable" });
  await expect(store.rows.apply(POOL_2, lots, place)).rejects.toMatchObject({ code: "database-unreachable" });
  expect([0, 2500]).toContain(Number(client.prepare("select count(*) as n from users").get()?.n));
  client.close();
});

test("a thread that finds another file or store at the path, or none, writes and makes nothing and says why", async () => {
  const { store, client } = openTempUserStore(folder());
  const path = join(folder(), "user.db");
  const identity = { pool: POOL_1, partner: POOL_2, storeId: "store of pool 1", storeEpoch: 1 };
  const { ino } = statSync(path, { bigint: true });
  for (const other of [
    { path, identity, inode: ino + 1n },
    { path, identity: { ...identity, storeId: "another" }, inode: ino },
    { path: `${path}.away`, identity, inode: ino },
  ]) {
    const hand = new ApplyHand(other);
    await expect(hand.apply(order("foreign"))).rejects.toMatchObject({ code: "store-lost" });
    await expect(hand.apply(order("foreign"))).rejects.toMatchObject({ code: "store-lost" });
    hand.close();
  }
  expect(existsSync(`${path}.away`)).toBe(false);
  expect(client.prepare("select count(*) as n from users").get()).toEqual({ n: 0 });
  client.close();
  store.close();
});

test("a failure in the thread is told as it would be without one", async () => {
  const { store, client } = openTempUserStore(folder());
  const { lots, place } = order("short");
  const short = lots.map((lot) => ({ ...lot, rows: lot.rows + 1 }));
  await expect(store.rows.apply(POOL_2, short, place)).rejects.toMatchObject({ code: "package-damaged" });
  const other = new DatabaseSync(join(folder(), "user.db"));
  expect(other.prepare("select count(*) as n from importing").get()).toEqual({ n: 0 });
  other.close();
  client.close();
  store.close();
});

test("lots go to the thread with their memory: they are not there twice", async () => {
  const { store, client } = openTempUserStore(folder());
  const { lots, place } = order("given away");
  const applied = store.rows.apply(POOL_2, lots, place);
  expect(lots.map(({ lines }) => lines.length)).toEqual([0]);
  await applied;
  expect(client.prepare("select count(*) as n from users").get()).toEqual({ n: 2500 });
  client.close();
  store.close();
});
