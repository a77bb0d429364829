import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anActor, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";
import { LimitLift } from "./limit-lift.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
  await world.ledger.doors.configure({ maxBatchesPerUserStoreSync: 1, maxDataConfPackageSizeKB: 100 }, anActor());
  await world.learn();
});
afterEach(() => world.close());

const INTERVAL_MS = 120_000;
const MINUTE = 60_000;
/** Rows of one table: 1,000 of them are a batch. */
const users = (count: number, prefix: string) =>
  world.sql(
    POOL_1,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
     insert into users (sip_uri, home_pool) select 'sip:${prefix}' || i || '@x', '${POOL_1}' from n`,
  );
const lift = async (ms: number, module = PRESENCE) => {
  await world.ledger.doors.lift({ from: POOL_1, to: POOL_2, module }, ms, anActor());
  await world.learn();
};
const isDue = () => world.clock.elapsed() >= world.export("rows").dueAt;
const heard = async () => {
  await world.import("rows").keepWord();
  await world.export("rows").listen();
};
const told = async (kind: "rows" | "files" = "rows") => {
  const { ExportStatus, PendingItems, LimitLiftedUntil } = await world.status(kind);
  return { ExportStatus, PendingItems, isLifted: LimitLiftedUntil !== null };
};
/** A cycle within the limits that leaves `left` rows. */
const fallBehind = async (left: number, prefix = "u") => {
  world.clock.travel(INTERVAL_MS);
  users(left + 1_000, prefix);
  await heard();
  await world.cycle("rows");
  expect(await told()).toMatchObject({ ExportStatus: "NonSteadyState", PendingItems: left, isLifted: false });
};

describe("a copy that falls behind", () => {
  test("carries all that waits while its limits are lifted, without waiting for its interval", async () => {
    await fallBehind(5_000);
    expect(isDue()).toBe(false);
    await lift(30 * MINUTE);
    expect(isDue()).toBe(true);
    await world.cycle("rows");
    expect(await told()).toEqual({ ExportStatus: "SteadyState", PendingItems: 0, isLifted: true });
    await world.imports("rows");
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
    expect(await told("files")).toMatchObject({ isLifted: false });
  });

  test("of files too", async () => {
    world.clock.travel(INTERVAL_MS);
    for (const name of ["a", "b", "c"]) writeFileSync(join(world.content(POOL_1), name), Buffer.alloc(90 * 1024));
    await world.cycle("files");
    expect((await told("files")).ExportStatus).toBe("NonSteadyState");
    await lift(MINUTE, DATA_CONF);
    await world.imports("files");
    await world.cycle("files");
    await world.imports("files");
    expect(await told("files")).toEqual({ ExportStatus: "FinalState", PendingItems: 0, isLifted: true });
  });

  test("is within its limits again as soon as the time is over, by no clock that anybody sets", async () => {
    await lift(30 * MINUTE);
    const until = Date.parse((await world.status("rows")).LimitLiftedUntil ?? "");
    expect(until).toBe(world.clock.now() + 30 * MINUTE);
    world.clock.set(world.clock.now() - 6 * 3_600_000);
    world.clock.travel(30 * MINUTE - 1);
    await world.learn();
    expect((await told()).isLifted).toBe(true);
    world.clock.travel(1);
    await world.learn();
    expect((await told()).isLifted).toBe(false);
    await fallBehind(1_500);
  });

  test("is within its limits again as soon as somebody ends it", async () => {
    await lift(30 * MINUTE);
    await world.ledger.doors.endLift({ from: POOL_1, to: POOL_2, module: PRESENCE }, anActor());
    await world.learn();
    await fallBehind(2_000);
  });

  test("goes on without limits after a restart of the engine, until the same moment", async () => {
    await fallBehind(3_000);
    await lift(30 * MINUTE);
    world.clock.travel(10 * MINUTE);
    await world.restart();
    await world.cycle("rows");
    await heard();
    expect(await told()).toMatchObject({ PendingItems: 0, isLifted: true });
    world.clock.travel(21 * MINUTE);
    await heard();
    expect((await told()).isLifted).toBe(false);
  });
});

test("no more is on its way than ever: the partner that does not import is not buried (DESIGN L13)", async () => {
  world.clock.travel(INTERVAL_MS);
  for (const name of "abcdef") writeFileSync(join(world.content(POOL_1), name), Buffer.alloc(90 * 1024));
  await lift(30 * MINUTE, DATA_CONF);
  const stop = new AbortController();
  const cycle = world.export("files").cycle(stop.signal);
  const unacked = async () => (await world.status("files")).UnackedPackages ?? 0;
  while ((await unacked()) < 3) await new Promise(setImmediate);
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect(await unacked()).toBe(3); // two cycles' bytes, and the package that went past them
  stop.abort();
  await cycle;
});

test("a lift is counted down from when it was learned, and the same word of it again is no news", () => {
  let [elapsed, wall] = [0, 1_000_000];
  const one = new LimitLift({ elapsed: () => elapsed, now: () => wall, sleep: async () => {} });
  const asked = { lane: world.export("rows").lane, at: 1_000_000 - 10_000, ms: MINUTE, by: "ada" };
  expect([one.isOn, one.learn(null), one.learn(asked), one.learn({ ...asked })]).toEqual([false, false, true, false]);
  expect(one.until((at) => at)).toBe(50_000);
  elapsed = 49_999;
  wall = 5;
  expect([one.isOn, one.learn(asked)]).toEqual([true, false]);
  elapsed = 50_000;
  expect([one.isOn, one.until((at) => at)]).toEqual([false, null]);
  expect([one.learn(null), one.isOn]).toEqual([true, false]);
});
