import { afterEach, expect, test } from "vitest";
import type { RowStore } from "#lib/ports/user-store.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { type Meddling, TwoPools } from "#lib/testkit/two-pools.ts";

const MINUTE = 60_000;
const TABLE = "canary_presencefocus";

let world: TwoPools;
afterEach(() => world.close());

async function open(meddling: Meddling = {}): Promise<void> {
  world = await TwoPools.open(meddling);
  world.user("sip:a@x");
  await interval(); // its partner is heard
  await interval();
}

/** The next interval: one cycle, its imports and acks. */
async function interval(): Promise<void> {
  world.clock.travel(2 * MINUTE);
  await world.learn();
  await world.cycle("rows");
  await world.imports("rows");
}

/** Sync now: the two sides are compared. */
async function sync(): Promise<void> {
  await world.syncNow();
  await world.ask("rows");
  await world.cycle("rows");
  await world.imports("rows");
}

const numberOn = (pool: typeof POOL_1) =>
  Number(world.sql(pool, `select number from ${TABLE} where home_pool = ?`, POOL_1)[0]?.number ?? 0);
const told = async () => {
  await world.import("rows", POOL_2).turn(); // the other direction is alive
  const { ExportStatus, Reason } = await world.status("rows");
  return [ExportStatus, Reason];
};
const FINAL = ["FinalState", null];
const MISSING = ["ErrorState", "canary-missing"];

/** A test plug that acknowledges whatever comes and applies none of it, as long as it is on. */
function deaf() {
  const state = { isOn: false };
  const rows = (real: RowStore, pool: string): RowStore => ({
    ...real,
    apply: (home, lots, place) => real.apply(home, state.isOn && pool === POOL_2 ? [] : lots, place),
  });
  return { state, rows };
}

/** One that loses what the triggers recorded: nothing of it comes into the book. */
function forgetful() {
  const state = { isOn: false };
  const rows = (real: RowStore, pool: string): RowStore => ({
    ...real,
    takeChanges: async (module, tables, getsOn, strides) => {
      if (state.isOn && pool === POOL_1) world.sql(POOL_1, "delete from changes");
      return real.takeChanges(module, tables, getsOn, strides);
    },
  });
  return { state, rows };
}

test("one is written in an interval and read there: its delay is told, and it keeps nothing from being Final", async () => {
  await open();
  const first = numberOn(POOL_2);
  expect([first, await told()]).toEqual([numberOn(POOL_1), FINAL]);
  expect(first).toBeGreaterThan(0);
  const { CanaryDelaySeconds, CanaryAsOf } = await world.status("rows");
  expect(CanaryDelaySeconds).toBeGreaterThan(0);
  expect(Date.parse(CanaryAsOf ?? "")).toBeLessThanOrEqual(world.clock.now());

  world.clock.travel(2 * MINUTE);
  await world.cycle("rows"); // the next is on its way
  await world.import("rows").keepWord();
  await world.export("rows").listen();
  const report = await world.export("rows").report();
  expect([numberOn(POOL_1) > first, numberOn(POOL_2)]).toEqual([true, first]);
  expect(report).toMatchObject({
    pendingItems: 0,
    inFlightItems: 0,
    inFlightBytes: 0,
    unackedPackages: 0,
    leftOver: 0,
  });
  expect(report).toMatchObject({ oldestChangeAt: null, oldestUnackedAt: null, loss: { since: null } });
  expect(report.canary?.waitingSince).not.toBeNull();
  expect(await told()).toEqual(FINAL);
  await world.imports("rows");
  expect(numberOn(POOL_2)).toBe(numberOn(POOL_1));
});

test("however often cycles run, no more are written than one in an interval, and none while one is on its way", async () => {
  await open();
  const first = numberOn(POOL_1);
  for (let n = 0; n < 5; n++) {
    world.clock.travel(10_000);
    await world.cycle("rows");
    await world.imports("rows");
  }
  expect(numberOn(POOL_1)).toBe(first);
  await interval();
  const second = numberOn(POOL_1);
  expect(second).toBeGreaterThan(first);
  await world.cycle("rows");
  const numbers = new Set<number>();
  for (let n = 0; n < 3; n++) {
    world.clock.travel(2 * MINUTE);
    await world.cycle("rows"); // and nobody imports
    numbers.add(numberOn(POOL_1));
  }
  expect([numbers.size, numbers.has(second)]).toEqual([1, false]);
  const packages = world.sql(POOL_1, "select count(*) as n from flights where module = 'UserServices.PresenceFocus'");
  expect(packages).toEqual([{ n: 1 }]);
});

test("changes that are acknowledged and not applied are a false green that is caught, until the two sides were compared", async () => {
  const { state, rows } = deaf();
  await open({ rows });
  state.isOn = true;
  world.user("sip:lost@x");
  await interval();
  expect(world.rows(POOL_2)).toHaveLength(1);
  expect(await told()).toEqual(MISSING);

  state.isOn = false;
  await interval();
  expect(numberOn(POOL_2)).toBe(numberOn(POOL_1)); // the next arrived, and what was lost did not
  expect(await told()).toEqual(MISSING);
  await world.restart({ rows });
  await interval(); // its partner is not heard before the first cycle
  expect(await told()).toEqual(MISSING);

  await sync();
  await interval();
  expect(await told()).toEqual(FINAL);
  expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
});

test("one that is missed while that cannot be written down is missed all the same, and after a restart", async () => {
  const { state, rows } = deaf();
  const locked = { isOn: true };
  const book: Meddling["book"] = (real) => ({
    ...real,
    setCanaryMissed: async (module, at) => {
      if (locked.isOn && at !== null) throw new Error("database is locked");
      return real.setCanaryMissed(module, at);
    },
  });
  await open({ rows, book });
  state.isOn = true;
  world.user("sip:lost@x");
  await interval();
  state.isOn = false;
  locked.isOn = false;
  await interval();
  expect([world.rows(POOL_2).length, await told()]).toEqual([1, MISSING]);
  await world.restart({ rows });
  await interval();
  expect(await told()).toEqual(MISSING);
  await sync();
  await interval();
  expect(await told()).toEqual(FINAL);
});

test("FinalState that lasts because no change is captured any more is found by the canary (DOMAIN 10 no. 39)", async () => {
  const { state, rows } = forgetful();
  await open({ rows });
  expect(await told()).toEqual(FINAL);
  state.isOn = true;
  world.user("sip:lost@x");
  await interval();
  expect(await told()).toEqual(MISSING);
  state.isOn = false;
  await sync();
  await interval();
  expect(await told()).toEqual(FINAL);
  expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
});

test("a canary that was there and is there no more is missed: something took it from the standby", async () => {
  await open();
  world.sql(POOL_2, "insert into importing (id) values (1)");
  world.sql(POOL_2, `delete from ${TABLE} where home_pool = '${POOL_1}'`);
  world.sql(POOL_2, "delete from importing");
  await world.beat();
  expect(await told()).toEqual(MISSING);
});

test("one that is never acknowledged, though nothing waits before it, is late, and it is over when one arrives", async () => {
  const state = { isOn: false };
  const transport: Meddling["transport"] = (real) => ({
    ...real,
    receive: async (lane, id) => (state.isOn ? null : real.receive(lane, id)),
  });
  await open({ transport });
  state.isOn = true;
  await interval(); // and it stays on its way, while both sides are alive and well
  const lives = async (ms: number) => {
    for (let past = 0; past < ms; past += 5_000) {
      world.clock.travel(5_000);
      await world.import("rows").turn();
      await world.import("rows").keepWord();
      await world.export("rows").listen();
    }
    await world.cycle("rows");
  };
  await lives(2 * MINUTE);
  expect(await told()).toEqual(FINAL);
  await lives(2 * MINUTE);
  expect(await told()).toEqual(["ErrorState", "canary-late"]);
  state.isOn = false;
  await world.imports("rows");
  expect(await told()).toEqual(FINAL);
});

test("one that another program took away here is written anew, and is no alarm", async () => {
  await open();
  world.clock.travel(2 * MINUTE);
  await world.cycle("rows");
  world.sql(POOL_1, `delete from ${TABLE}`);
  await world.imports("rows");
  expect(await told()).toEqual(FINAL);
  await interval();
  await interval();
  expect([await told(), numberOn(POOL_2)]).toEqual([FINAL, numberOn(POOL_1)]);
});

test("what is on its way when the engine is killed goes again", async () => {
  await open();
  world.clock.travel(2 * MINUTE);
  await world.cycle("rows");
  await world.restart();
  await interval();
  await interval();
  expect([await told(), numberOn(POOL_2)]).toEqual([FINAL, numberOn(POOL_1)]);
});

/** A share that lets no package of pool 1 through while it is gone; with `isSilent` it fails after the package went through. */
function flaky() {
  const state = { isGone: false, isSilent: false };
  const transport: Meddling["transport"] = (real) => ({
    ...real,
    stage: async (lane, id) => {
      const staging = await real.stage(lane, id);
      const publish = async () => {
        const isHit = lane.from === POOL_1 && state.isGone;
        if (!isHit || state.isSilent) await staging.publish();
        if (isHit) throw new Error("the share is gone");
      };
      return { ...staging, publish };
    },
  });
  return { state, transport };
}

/** The partner takes what is there and says so, and nobody hears it. */
async function unheard(): Promise<void> {
  while (await world.import("rows").turn());
  await world.import("rows").keepWord();
}

/** A canary is on its way, what comes after it cannot be published, and the partner's ack is first read by the rebuild. */
async function ackedInRebuild(share: { isGone: boolean }, lost: () => void = () => {}): Promise<void> {
  world.clock.travel(2 * MINUTE);
  lost();
  await world.cycle("rows");
  share.isGone = true;
  world.user("sip:b@x");
  world.clock.travel(10_000);
  await world.cycle("rows");
  await unheard();
  share.isGone = false;
  world.clock.travel(10_000);
  await world.cycle("rows");
}

test("one that was acknowledged in the word that a rebuild reads has arrived, and is no alarm", async () => {
  const { state, transport } = flaky();
  await open({ transport });
  await ackedInRebuild(state);
  await world.imports("rows");
  expect([await told(), numberOn(POOL_2)]).toEqual([FINAL, numberOn(POOL_1)]);
  const before = numberOn(POOL_2);
  await interval();
  expect([await told(), numberOn(POOL_2) > before]).toEqual([FINAL, true]);
});

test("one whose package went through though publishing it failed is no alarm either", async () => {
  const { state, transport } = flaky();
  await open({ transport });
  world.clock.travel(2 * MINUTE);
  Object.assign(state, { isGone: true, isSilent: true });
  await world.cycle("rows");
  await unheard();
  state.isGone = false;
  world.clock.travel(10_000);
  await world.cycle("rows");
  await world.imports("rows");
  expect([await told(), numberOn(POOL_2)]).toEqual([FINAL, numberOn(POOL_1)]);
});

test("a partner that acknowledges and does not apply is found in the word that a rebuild reads, too", async () => {
  const { state, transport } = flaky();
  const { state: plug, rows } = deaf();
  await open({ transport, rows });
  await ackedInRebuild(state, () => {
    plug.isOn = true;
    world.user("sip:lost@x");
  });
  plug.isOn = false;
  await world.imports("rows");
  expect([world.rows(POOL_2).map((row) => row.sip_uri), await told()]).toEqual([["sip:a@x", "sip:b@x"], MISSING]);
});

test("a partner that acknowledges and does not apply what a rebuild sends again is found", async () => {
  const { state, transport } = flaky();
  const { state: plug, rows } = deaf();
  await open({ transport, rows });
  world.clock.travel(2 * MINUTE);
  await world.cycle("rows");
  state.isGone = true;
  world.user("sip:lost@x");
  world.clock.travel(10_000);
  await world.cycle("rows");
  state.isGone = false;
  plug.isOn = true;
  world.clock.travel(10_000);
  await world.cycle("rows"); // all of it again, under a new epoch
  await world.imports("rows");
  expect([world.rows(POOL_2).length, await told()]).toEqual([1, MISSING]);
});

test("behind a backlog it waits its turn and is not late: what waits before it says so itself", async () => {
  await open();
  await world.ledger.doors.configure(
    { maxBatchesPerUserStoreSync: 1 },
    { name: "ada", role: "administrator", pools: "all", door: "api" },
  );
  await world.restart();
  world.sql(
    POOL_1,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < 3500)
     insert into users (sip_uri, home_pool) select 'sip:' || i || '@x', '${POOL_1}' from n`,
  );
  await interval();
  await interval();
  expect((await told())[0]).toBe("NonSteadyState");
  for (let n = 0; n < 4; n++) await interval();
  expect([await told(), numberOn(POOL_2)]).toEqual([FINAL, numberOn(POOL_1)]);
});

test("a partner of before, which tells no canary, is no alarm", async () => {
  const transport: Meddling["transport"] = (real) => ({
    ...real,
    sayWord: (lane, ack) => real.sayWord(lane, { ...ack, canary: null }),
  });
  await open({ transport });
  for (let n = 0; n < 3; n++) await interval();
  expect(await told()).toEqual(FINAL);
  expect(await world.status("rows")).toMatchObject({ CanaryDelaySeconds: null, CanaryAsOf: null });
});

test("a database that is new and adopted does not take an older canary for its own", async () => {
  await open();
  const before = numberOn(POOL_2);
  world.sql(POOL_1, `delete from ${TABLE}`);
  await world.restart();
  await interval();
  await interval();
  expect(numberOn(POOL_2)).toBeGreaterThan(before);
  expect(await told()).toEqual(FINAL);
});
