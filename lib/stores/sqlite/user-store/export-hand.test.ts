import { statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { USERS } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openTempUserStore } from "#lib/testkit/temp-user-store.ts";
import { ExportHand } from "./export-hand.ts";

const folder = tempFolder();
/** Enough entries for the thread. */
const MANY = 10_000;
const flight = { epoch: nextEpoch(0), seq: 1, hash: "-" as ManifestHash, items: MANY, bytes: 1 };

let place: string;
let store: UserStore;
let client: DatabaseSync;
beforeEach(async () => {
  place = folder();
  ({ store, client } = openTempUserStore(place));
  client.exec(`
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${MANY})
    insert into users (sip_uri, display_name, home_pool) select 'sip:' || i || '@x', 'é' || i, '${POOL_1}' from n`);
  await store.rows.takeChanges(PRESENCE, [USERS], () => {});
});
afterEach(() => {
  client.close();
  store.close();
});

const facts = async () => store.book.facts(PRESENCE, ["users"], await store.book.mark());
const waiting = async () =>
  (await store.rows.waiting(PRESENCE, "images", await store.book.mark(), 1e9, [USERS])).flatMap((run) => run.ids);

test("a batch that is read in the thread is what it is without one", async () => {
  const ids = (await waiting()).slice(0, 1000);
  const [whole] = (await store.rows.read(USERS, "images", ids)).lots;
  const halves = [await store.rows.read(USERS, "images", ids.slice(0, 500))];
  halves.push(await store.rows.read(USERS, "images", ids.slice(500)));
  expect(Buffer.from(whole?.lines ?? []).toString()).toBe(
    halves.flatMap(({ lots }) => lots.map(({ lines }) => Buffer.from(lines).toString())).join(""),
  );
  expect(whole).toMatchObject({ is: "rows", table: USERS, ids, rows: 1000 });
});

test("what is gone or has gaps is told by its numbers", async () => {
  client.exec("delete from users where sip_uri in ('sip:3@x', 'sip:700@x')");
  const ids = (await waiting()).filter((id) => id % 2 === 1).slice(0, 1000);
  const read = await store.rows.read(USERS, "images", ids);
  expect(read.gone).toEqual([3]);
  expect(read.lots.flatMap((lot) => lot.ids)).toEqual(ids.filter((id) => id !== 3));
});

test("the thread sees what was committed before it was asked, each time", async () => {
  const ids = (await waiting()).slice(0, 1000);
  for (const name of ["one", "two"]) {
    client.exec(`update users set display_name = '${name}' where sip_uri = 'sip:1000@x'`);
    const { lots } = await store.rows.read(USERS, "images", ids);
    expect(Buffer.from(lots[0]?.lines ?? []).toString()).toContain(`["sip:1000@x","${name}"`);
  }
});

test("what the thread launched flies, waits no more, and comes back with its first times", async () => {
  const before = await facts();
  expect(before).toMatchObject({ pendingItems: MANY, inFlightItems: 0 });
  await store.book.launch(PRESENCE, flight, await waiting(), [], 1000);
  expect(await facts()).toMatchObject({ pendingItems: 0, inFlightItems: MANY, oldestChangeAt: before.oldestChangeAt });
  expect(await waiting()).toEqual([]);
  expect(await store.book.lastSent(PRESENCE)).toEqual({ epoch: flight.epoch, seq: 1 });
  expect(await store.book.returnFlights(PRESENCE)).toBe(MANY);
  expect(await facts()).toMatchObject({ pendingItems: MANY, inFlightItems: 0, oldestChangeAt: before.oldestChangeAt });
});

test("a launch that is refused moves nothing", async () => {
  await store.book.launch(PRESENCE, flight, (await waiting()).slice(0, 5000), [], 1000);
  await expect(store.book.launch(PRESENCE, flight, await waiting(), [], 1000)).rejects.toThrow("UNIQUE");
  expect(await facts()).toMatchObject({ pendingItems: 5000, inFlightItems: MANY, unackedPackages: 1 });
  expect(await waiting()).toHaveLength(5000);
});

test("the thread waits for a lock that another program holds", async () => {
  client.exec("begin immediate");
  const launched = store.book.launch(PRESENCE, flight, await waiting(), [], 1000);
  await store.rows.read(USERS, "images", (await waiting()).slice(0, 999));
  client.exec("commit");
  await launched;
  expect(await facts()).toMatchObject({ pendingItems: 0, inFlightItems: MANY });
});

test("a thread that finds another file at the path reads and writes nothing", async () => {
  const path = join(place, "user.db");
  const identity = { pool: POOL_1, partner: POOL_2, storeId: "store of pool 1", storeEpoch: 1 };
  const { ino } = statSync(path, { bigint: true });
  const order = { module: PRESENCE, flight, ids: await waiting(), at: 0 };
  for (const other of [
    { path, identity, inode: ino + 1n },
    { path, identity: { ...identity, storeId: "another" }, inode: ino },
    { path: `${path}.away`, identity, inode: ino },
  ]) {
    const hand = new ExportHand(other);
    await expect(hand.launch(order)).rejects.toMatchObject({ code: "store-lost" });
    await expect(hand.read({ table: USERS, phase: "images", ids: [1] })).rejects.toMatchObject({ code: "store-lost" });
    hand.close();
  }
  expect(await facts()).toMatchObject({ pendingItems: MANY, inFlightItems: 0 });
});

test("what the thread takes merges with what waits, and is counted as it is then", async () => {
  await store.book.setGone(PRESENCE, (await waiting()).slice(0, 5), true);
  expect(await facts()).toMatchObject({ pendingItems: MANY, goneItems: 5 });
  client.exec("update users set display_name = 'again'"); // each is recorded as before and after
  // What is left for this thread touches none of the numbers that are counted together with the first.
  for (const name of ["once", "twice"]) {
    client.exec(`update users set display_name = '${name}' where cast(substr(sip_uri, 5) as integer) > 8192`);
  }
  client.exec(`insert into users (sip_uri, home_pool) values ('sip:new@x', '${POOL_1}')`);
  let strides = 0;
  await store.rows.takeChanges(PRESENCE, [USERS], () => {
    strides += 1;
  });
  expect(strides).toBe(2);
  expect(await facts()).toMatchObject({ pendingItems: MANY + 1, goneItems: 0 });
  expect(client.prepare("select count(*) as n from changes").get()).toEqual({ n: 0 });
  expect(await waiting()).toHaveLength(MANY + 1);
});

test("what is recorded after the first stride began is left for the next look, also by the thread", async () => {
  client.exec("update users set display_name = 'again'");
  client.exec("update users set display_name = 'once more'");
  let isWritten = false;
  await store.rows.takeChanges(PRESENCE, [USERS], () => {
    if (!isWritten) client.exec("update users set display_name = 'late' where sip_uri = 'sip:1@x'");
    isWritten = true;
  });
  expect(client.prepare("select count(*) as n from changes").get()).toEqual({ n: 2 });
});
