import { afterEach, beforeEach, expect, test } from "vitest";
import { NO_DETAIL, type RequestDetail, type RequestKind, type SyncRun } from "#lib/domain/request.ts";
import { anActor, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

/* DESIGN L10, L11 for rows, told as stories with the engine. Pool 1 loses, pool 2 gives back. */

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
  for (let number = 0; number < 60; number++) world.user(`sip:${number}@x`);
  world.user("sip:other@x", "Other", POOL_2);
  await world.settle(2);
  expect((await world.status("rows")).ExportStatus).toBe("FinalState");
});
afterEach(() => world.close());

async function ask(what: RequestKind, from = POOL_2, detail: RequestDetail = NO_DETAIL): Promise<string> {
  const to = from === POOL_1 ? POOL_2 : POOL_1;
  const { id } = await world.ledger.doors.request({ what, from, to, modules: [PRESENCE], detail }, anActor());
  await world.learn();
  return id;
}

async function run(id: string): Promise<SyncRun> {
  const [run] = (await world.ledger.doors.requestById(id))?.runs ?? [];
  if (!run) throw new Error("there is no such run");
  return run;
}

async function go(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const from of [POOL_2, POOL_1]) {
      await world.cycle("rows", from);
      await world.imports("rows", from);
      await world.tombstones("rows", from);
    }
    world.clock.travel(11_000);
    await world.beat();
  }
}

const own = () => world.rows(POOL_1);
const standby = () => world.rows(POOL_2);

test("rows whose deletion is held come back with a sync of the partner, and what was written meanwhile stays", async () => {
  const before = own();
  world.sql(POOL_1, "delete from users where sip_uri like 'sip:1%' or sip_uri like 'sip:2%' or sip_uri like 'sip:3%'");
  await go(2);
  expect((await world.status("rows")).ExportStatus).toBe("ErrorState");
  expect(standby()).toEqual(before);
  world.user("sip:10@x", "Made anew");
  const id = await ask("full-push");
  await go(4);
  const expected = before.map((row) => (row.sip_uri === "sip:10@x" ? { ...row, display_name: "Made anew" } : row));
  expect(own()).toEqual(expected);
  expect(standby()).toEqual(expected);
  for (const pool of [POOL_1, POOL_2]) expect((await world.status("rows", pool)).ExportStatus).toBe("FinalState");
  const { end, returned } = await run(id);
  expect(end).toBe("done");
  expect(returned?.placed).toBe(32);
  const { identical = 0, different = 0, inFlight = 0 } = returned ?? {};
  expect([identical, different + inFlight]).toEqual([27, 1]);
});

test("a row that the partner gave, and whose deletion is held before this pool told of it, comes back too", async () => {
  world.sql(POOL_2, "update users set home_pool = ? where sip_uri = 'sip:other@x'", POOL_1);
  await world.cycle("rows", POOL_2);
  await world.imports("rows", POOL_2);
  const before = own();
  expect(before).toContainEqual(expect.objectContaining({ sip_uri: "sip:other@x", home_pool: POOL_1 }));
  world.sql(POOL_1, "delete from users where sip_uri like 'sip:1%' or sip_uri like 'sip:2%' or sip_uri like 'sip:o%'");
  await go(2);
  expect((await world.status("rows")).HeldItems).toBe(23);
  const id = await ask("full-push");
  await go(5);
  expect(own()).toEqual(before);
  expect(standby()).toEqual(before);
  for (const pool of [POOL_1, POOL_2]) expect((await world.status("rows", pool)).ExportStatus).toBe("FinalState");
  expect((await run(id)).end).toBe("done");
  world.sql(POOL_1, "delete from users where sip_uri = 'sip:other@x'");
  await go(2);
  expect(standby()).toEqual(own());
});

test("rows whose deletion was on its way, and is held when it has to go again, come back too", async () => {
  const before = own();
  world.sql(POOL_1, "delete from users where sip_uri like 'sip:1%'");
  await world.cycle("rows", POOL_1);
  await world.tombstones("rows", POOL_1);
  await world.restart();
  world.sql(POOL_1, "delete from users where sip_uri like 'sip:2%' or sip_uri like 'sip:3%'");
  await world.cycle("rows", POOL_1);
  expect((await world.status("rows")).HeldItems).toBe(33);
  await ask("full-push");
  await go(5);
  for (const pool of [POOL_1, POOL_2]) expect((await world.status("rows", pool)).ExportStatus).toBe("FinalState");
  expect(own()).toEqual(before);
  expect(standby()).toEqual(before);
});

test("rows that all went at once come back with a sync that is asked for before any cycle, and so do those of a part", async () => {
  const before = own();
  for (const some of ["", " and sip_uri like 'sip:4%' or sip_uri like 'sip:5%' or sip_uri like 'sip:3%'"]) {
    world.sql(POOL_1, `delete from users where home_pool = '${POOL_1}'${some}`);
    const id = await ask("full-push");
    await go(4);
    expect(own()).toEqual(before);
    expect(standby()).toEqual(before);
    expect((await run(id)).end).toBe("done");
    expect((await run(id)).returned?.placed).toBeGreaterThan(20);
  }
  for (const pool of [POOL_1, POOL_2]) expect((await world.status("rows", pool)).ExportStatus).toBe("FinalState");
});

test("a few rows that went before a sync stay away: that is their owner's will", async () => {
  world.sql(POOL_1, "delete from users where sip_uri in ('sip:1@x', 'sip:2@x')");
  await ask("full-push");
  await go(4);
  expect(own()).toHaveLength(58);
  expect(standby()).toEqual(own());
});

test("a full push sends what the standby lacks or holds differently, deletes what it alone has, and leaves the rest", async () => {
  const before = own();
  world.sql(POOL_2, "insert into importing (id) values (1)");
  world.sql(POOL_2, "delete from users where sip_uri = 'sip:1@x'");
  world.sql(POOL_2, "update users set display_name = 'Drifted' where sip_uri = 'sip:2@x'");
  world.sql(POOL_2, `insert into users (sip_uri, home_pool) values ('sip:strange@x', '${POOL_1}')`);
  world.sql(POOL_2, "delete from importing");
  const id = await ask("full-push", POOL_1);
  await go(3);
  expect(standby()).toEqual(before);
  expect((await run(id)).compared).toMatchObject({ identical: 58, missing: 1, different: 1, extra: 1 });
  expect((await run(id)).end).toBe("done");
  expect((await world.status("rows")).ExportStatus).toBe("FinalState");
});

test("rows that were deleted and are chosen from the trash come back, and stay on both sides", async () => {
  world.sql(POOL_1, "delete from users where sip_uri in ('sip:1@x', 'sip:2@x')");
  await go(2);
  expect(standby()).toHaveLength(58);
  const [trashed] = world.sql(POOL_2, `select id from trash where key = '["sip:1@x"]'`);
  const id = await ask("bring-back", POOL_2, { ...NO_DETAIL, trashItems: [String(trashed?.id)] });
  await go(3);
  expect(own()).toHaveLength(59);
  expect(standby()).toEqual(own());
  expect((await run(id)).end).toBe("done");
  expect((await world.status("rows")).ExportStatus).toBe("FinalState");
});

test("an engine that dies while rows come back goes on with it, and nothing is counted twice", async () => {
  const before = own();
  world.sql(POOL_1, `delete from users where home_pool = '${POOL_1}'`);
  await go(1);
  const id = await ask("full-push");
  for (let deaths = 0; deaths < 4; deaths++) {
    await world.cycle("rows", POOL_2);
    await world.restart();
    await world.imports("rows", POOL_2);
    await world.restart();
  }
  await go(5);
  expect(own()).toEqual(before);
  expect(standby()).toEqual(before);
  expect((await run(id)).end).toBe("done");
  expect((await run(id)).returned).toMatchObject({
    placed: 60,
    different: 0,
    deletedByOwner: 0,
    inFlight: 0,
    refused: 0,
  });
});
