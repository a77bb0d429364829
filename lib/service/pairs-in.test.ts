import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { firstStart } from "#lib/engine/procedures/first-start.ts";
import { POOL_1 as A, anActor, POOL_2 as B, DATA_CONF, PRESENCE } from "#lib/testkit/evidence.ts";
import { ManyPools } from "#lib/testkit/many-pools.ts";
import { makeStoresIn } from "./make-stores.ts";
import { placesIn } from "./pool-places.ts";

const C = "pool3.pairkeeper.test" as PoolFqdn;

let world: ManyPools;
beforeEach(async () => {
  world = await ManyPools.open();
});
afterEach(() => world.close());

const user = (name: string, home: PoolFqdn) =>
  world.sql(home, `insert into users (sip_uri, home_pool) values ('sip:${name}', '${home}')`);
const usersOf = (home: PoolFqdn, at: PoolFqdn) =>
  world.sql(at, `select sip_uri from users where home_pool = '${home}' order by 1`).map(({ sip_uri: uri }) => uri);
const filesOf = (home: PoolFqdn, at: PoolFqdn) =>
  readdirSync(world.content(at, home)).filter((name) => name !== ".pairkeeper-store");
const file = (name: string, home: PoolFqdn) =>
  writeFileSync(join(world.content(home, home), name), `content of ${name}`);
const push = (from: PoolFqdn, to: PoolFqdn) =>
  world.ledger.doors.request(
    { what: "full-push", from, to, modules: [PRESENCE, DATA_CONF], detail: NO_DETAIL },
    anActor(),
  );

async function part(a: PoolFqdn, b: PoolFqdn) {
  expect(await world.ledger.doors.unpair({ a, b }, anActor())).toBe(true);
  await world.restart();
}
async function pair(a: PoolFqdn, b: PoolFqdn) {
  expect(await world.ledger.doors.pair({ a, b }, anActor())).toBe(true);
  await push(a, b);
  await push(b, a);
  await world.restart();
}

/** A and B hold a user and a file each, and each other's. */
async function copied() {
  for (const home of [A, B]) {
    user(`one@${home}`, home);
    file(`one of ${home}`, home);
  }
  await world.settle();
  expect([usersOf(A, B), filesOf(A, B), usersOf(B, A)]).toEqual([[`sip:one@${A}`], [`one of ${A}`], [`sip:one@${B}`]]);
}

describe("a pool that was paired with B is paired with C (DOMAIN 10 no. 23)", () => {
  beforeEach(async () => {
    await copied();
    await world.newPool(C);
    user(`one@${C}`, C);
    file(`one of ${C}`, C);
    await part(A, B);
    user(`two@${A}`, A);
    file(`two of ${A}`, A);
    world.sql(A, `delete from users where sip_uri = 'sip:one@${A}'`);
    await pair(A, C);
  });

  test("C gets all that A has, and A all that C has, written before they were paired or after", async () => {
    await world.settle();
    expect(usersOf(A, C)).toEqual([`sip:two@${A}`]);
    expect(filesOf(A, C).sort()).toEqual([`one of ${A}`, `two of ${A}`]);
    expect([usersOf(C, A), filesOf(C, A)]).toEqual([[`sip:one@${C}`], [`one of ${C}`]]);
    user(`three@${C}`, C);
    await world.settle();
    expect(usersOf(C, A)).toEqual([`sip:one@${C}`, `sip:three@${C}`]);
    expect(await world.ledger.engine.openRequests()).toEqual([]);
  });

  test("B's standby of A stays, and nobody brings it up to date", async () => {
    await world.settle();
    expect([usersOf(A, B), filesOf(A, B)]).toEqual([[`sip:one@${A}`], [`one of ${A}`]]);
    expect([usersOf(B, A), filesOf(B, A)]).toEqual([[`sip:one@${B}`], [`one of ${B}`]]);
  });

  test("A may be written by A alone, also on C, and C's users can move to A", async () => {
    await world.settle();
    expect(() => user(`x@${A}`, A)).not.toThrow();
    expect(() => world.sql(C, `insert into users (sip_uri, home_pool) values ('sip:y', '${A}')`)).toThrow("home_pool");
    world.sql(C, `update users set home_pool = '${A}' where home_pool = '${C}'`);
    await world.settle();
    expect(usersOf(A, A)).toContain(`sip:one@${C}`);
    expect(() => world.sql(A, `update users set home_pool = '${B}' where home_pool = '${A}'`)).toThrow("backup pool");
  });

  test("what A and B left each other in their BackupStores is gone on A", () => {
    const store = join(world.placesOf(A).files, "BackupStore");
    const left = readdirSync(store, { recursive: true }).map(String);
    expect(left.filter((name) => name.includes(B))).toEqual([]);
  });
});

test("the same two paired again begin anew: what went while they were parted is gone there too", async () => {
  await copied();
  for (const name of ["two", "three"]) user(`${name}@${A}`, A);
  file(`two of ${A}`, A);
  await world.settle();
  expect(usersOf(A, B)).toHaveLength(3);
  await part(A, B);
  world.sql(A, `delete from users where sip_uri = 'sip:one@${A}'`);
  rmSync(join(world.content(A, A), `one of ${A}`));
  user(`four@${A}`, A);
  await pair(A, B);
  await world.settle(8);
  expect(usersOf(A, B)).toEqual(usersOf(A, A));
  expect(filesOf(A, B)).toEqual([`two of ${A}`]);
  expect(usersOf(B, A)).toEqual([`sip:one@${B}`]);
});

test("parted pools have no lanes, keep their data and take changes", async () => {
  await copied();
  const asked = await push(A, B);
  await part(A, B);
  const [run] = (await world.ledger.doors.requestById(asked.id))?.runs ?? [];
  expect(run).toMatchObject({ end: "cancelled", problem: expect.stringContaining("no pair") });
  user(`two@${A}`, A);
  await world.settle();
  expect([usersOf(A, A).length, usersOf(A, B).length]).toEqual([2, 1]);
  expect(world.sql(A, "select partner from store")).toEqual([{ partner: "" }]);
});

test("a pairing that was cut off anywhere is finished by the next start, and done it is not done again", async () => {
  await world.newPool(C);
  await part(A, B);
  await world.ledger.doors.pair({ a: B, b: C }, anActor());
  // C's folder cannot be made: of B's side nothing is committed.
  rmSync(join(world.placesOf(B).files, "DataConf", C), { recursive: true, force: true });
  mkdirSync(join(world.placesOf(B).files, "DataConf", C));
  writeFileSync(join(world.placesOf(B).files, "DataConf", C, "somebody's"), "x");
  await world.restart();
  expect(world.log).toContain("a pool's stores could not be made fit for its pair");
  expect(world.sql(B, "select partner from store")).toEqual([{ partner: "" }]);
  expect(readdirSync(world.content(B, C))).toEqual(["somebody's"]);
  rmSync(join(world.content(B, C), "somebody's"));
  await world.restart();
  expect(world.sql(B, "select partner from store")).toEqual([{ partner: C }]);
  const before = world.sql(B, "select * from pairing");
  writeFileSync(join(world.placesOf(B).files, "BackupStore", "Temp", "mark"), "");
  await world.restart();
  expect(world.sql(B, "select * from pairing")).toEqual(before);
  expect(existsSync(join(world.placesOf(B).files, "BackupStore", "Temp", "mark"))).toBe(true);
});

test("a data set of its own that is gone is not made by a pairing: it is lost, and nothing of it is deleted", async () => {
  await copied();
  await part(A, B);
  rmSync(world.content(A, A), { recursive: true });
  await pair(A, B);
  expect(existsSync(world.content(A, A))).toBe(false);
  await world.settle();
  expect(filesOf(A, B)).toEqual([`one of ${A}`]);
});

test("a pool with places of its own keeps its files there, and copies like any other", async () => {
  const files = join(world.folder, "elsewhere", "files of c");
  await world.newPool(C, files);
  await part(A, B);
  await pair(A, C);
  file(`one of ${C}`, C);
  file(`one of ${A}`, A);
  await world.settle();
  expect(world.content(C, C)).toBe(join(files, "DataConf", C));
  expect([filesOf(C, A), filesOf(A, C)]).toEqual([[`one of ${C}`], [`one of ${A}`]]);
  expect(readFileSync(join(files, ".pairkeeper-store"), "utf8")).toContain(C);
});

test("a pool whose making was cut off is made by the next start, unpaired as it is", async () => {
  const files = join(world.folder, "of c");
  const record = { pool: C, site: "", edition: "Enterprise" as const, fileStore: files, userStore: null };
  await world.ledger.doors.addPool(record, anActor());
  const makeStores = makeStoresIn(world.folder, undefined, placesIn(world.folder, await world.ledger.doors.pools()));
  const newId = () => expect.unreachable("its id is known");
  await firstStart({ ledger: world.ledger.topology, clock: world.clock, newId, makeStores });
  expect((await world.ledger.doors.pools()).at(-1)?.isMade).toBe(true);
  await world.restart();
  user(`one@${C}`, C);
  expect(readdirSync(join(files, "DataConf"))).toEqual([C]);
  await part(A, B);
  await pair(C, B);
  await world.settle();
  expect(usersOf(C, B)).toEqual([`sip:one@${C}`]);
});

test("a store is not made within another pool's, nor around it", async () => {
  const within = join(world.content(A, A), "files of c");
  await expect(world.newPool(C, within)).rejects.toThrow("one in the other");
  expect(existsSync(within)).toBe(false);
  await world.ledger.doors.dropPool(C, anActor());
  await expect(world.newPool(C, world.folder)).rejects.toThrow("one in the other");
});

test("where another's content stands no stores are made", async () => {
  const files = join(world.folder, "full");
  mkdirSync(files);
  writeFileSync(join(files, "somebody's"), "x");
  await expect(world.newPool(C, files)).rejects.toThrow("no ledger knows");
  expect(readdirSync(files)).toEqual(["somebody's"]);
  expect((await world.ledger.doors.pools()).at(-1)?.isMade).toBe(false);
});
