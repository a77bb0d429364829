import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Transport } from "#lib/ports/transport.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const both = async () => `${await world.states(POOL_1)} | ${await world.states(POOL_2)}`;
const ALL_FINAL = "rows FinalState, files FinalState | rows FinalState, files FinalState";
const move = (from: typeof POOL_1, to: typeof POOL_1) =>
  world.sql(from, "update users set home_pool = ? where sip_uri = 'sip:a@x'", to.toUpperCase());
const owners = () =>
  [POOL_1, POOL_2].map((pool) =>
    world.sql(pool, "select home_pool, display_name from users where sip_uri = 'sip:a@x'"),
  );

describe("a user that is moved to the partner (DOMAIN 10 no. 17)", () => {
  test("belongs to the partner on both sides, and both are Final", async () => {
    move(POOL_1, POOL_2);
    await world.settle(2);
    expect(owners()).toEqual([[{ home_pool: POOL_2, display_name: "A" }], [{ home_pool: POOL_2, display_name: "A" }]]);
    expect(await both()).toBe(ALL_FINAL);
  });

  test("is written there from then on, and here no more", async () => {
    move(POOL_1, POOL_2);
    await world.settle(2);
    world.sql(POOL_2, "update users set display_name = 'B'");
    expect(() => world.sql(POOL_1, "update users set display_name = 'C'")).toThrow("does not serve");
    await world.settle(2);
    expect(owners()).toEqual([[{ home_pool: POOL_2, display_name: "B" }], [{ home_pool: POOL_2, display_name: "B" }]]);
    expect(await both()).toBe(ALL_FINAL);
  });

  test("and back again is here again", async () => {
    move(POOL_1, POOL_2);
    await world.settle(2);
    move(POOL_2, POOL_1);
    await world.settle(2);
    world.sql(POOL_1, "update users set display_name = 'D'");
    await world.settle(2);
    expect(owners()).toEqual([[{ home_pool: POOL_1, display_name: "D" }], [{ home_pool: POOL_1, display_name: "D" }]]);
    expect(await both()).toBe(ALL_FINAL);
  });

  test("and edited there before the first engine's crash is heard of is not set back", async () => {
    move(POOL_1, POOL_2);
    await world.cycle("rows");
    await world.import("rows").turn(); // taken; the ack is never read
    world.sql(POOL_2, "update users set display_name = 'newer' where sip_uri = 'sip:a@x'");
    await world.restart();
    await world.settle(3);
    expect(
      owners()
        .flat()
        .map((row) => row.display_name),
    ).toEqual(["newer", "newer"]);
    expect(await both()).toBe(ALL_FINAL);
  });

  test("and taken there, then given up there with everything for what this side has, is there when that is done", async () => {
    move(POOL_1, POOL_2);
    await world.cycle("rows");
    await world.import("rows").turn(); // taken, and not told of as its own yet
    const id = await world.askToRestore(POOL_2);
    const isDone = async () =>
      (await world.ledger.doors.requestById(id))?.runs.every(({ end }) => end === "done") === true;
    for (let round = 0; round < 6 && !(await isDone()); round++) await world.settle(1);
    expect(await isDone()).toBe(true);
    expect(owners()[1]).toEqual([{ home_pool: POOL_2, display_name: "A" }]);
    await world.settle(3);
    expect(owners()).toEqual([[{ home_pool: POOL_2, display_name: "A" }], [{ home_pool: POOL_2, display_name: "A" }]]);
    expect(await both()).toBe(ALL_FINAL);
  });

  test("and deleted there is deleted here", async () => {
    move(POOL_1, POOL_2);
    await world.settle(2);
    world.sql(POOL_2, "delete from users");
    await world.settle(2);
    expect(owners()).toEqual([[], []]);
    expect(await both()).toBe(ALL_FINAL);
  });

  test("there, back and there again is there, though the first time was never acknowledged", async () => {
    move(POOL_1, POOL_2);
    let deaths = 0;
    const dyingImporter = (real: LaneBook): LaneBook => ({
      ...real,
      setPosition: (...position) =>
        deaths++ === 0 ? Promise.reject(new Error("dies")) : real.setPosition(...position),
    });
    await world.restart({ book: (real, pool) => (pool === POOL_2 ? dyingImporter(real) : real) });
    await world.cycle("rows");
    await world.import("rows").turn(); // taken; the position is not written
    let isAway = true;
    const stage: (real: Transport) => Transport["stage"] = (real) => async (lane, id) => {
      if (isAway && lane.from === POOL_1) throw new Error("away");
      return real.stage(lane, id);
    };
    await world.restart({ transport: (real) => ({ ...real, stage: stage(real) }) });
    await world.cycle("rows"); // what flew waits again
    move(POOL_2, POOL_1);
    await world.cycle("rows", POOL_2);
    await world.import("rows", POOL_2).turn();
    await world.import("rows", POOL_2).keepWord();
    expect(owners()[0]).toMatchObject([{ home_pool: POOL_1 }]);
    move(POOL_1, POOL_2);
    isAway = false;
    world.clock.travel(20_000);
    await world.settle(4);
    expect(owners()).toEqual([[{ home_pool: POOL_2, display_name: "A" }], [{ home_pool: POOL_2, display_name: "A" }]]);
    expect(await both()).toBe(ALL_FINAL);
  });

  test("goes with nothing else: each row moves by itself", async () => {
    world.sql(
      POOL_1,
      "insert into contacts (sip_uri, contact_uri, home_pool) values ('sip:a@x', 'sip:friend@x', ?)",
      POOL_1,
    );
    await world.settle(1);
    move(POOL_1, POOL_2);
    await world.settle(2);
    expect(world.sql(POOL_2, "select home_pool from contacts")).toEqual([{ home_pool: POOL_1 }]);
    expect(await both()).toBe(ALL_FINAL);
  });
});

describe("the same key owned on both sides (DOMAIN 10 no. 16)", () => {
  /** Both pools make a user of one address before they heard of each other's. */
  const collide = async () => {
    world.user("sip:twin@x", "one", POOL_1);
    world.user("sip:twin@x", "two", POOL_2);
    await world.settle(2);
  };

  test("is merged nowhere, held, and named on both sides; everything else goes on", async () => {
    await collide();
    world.user("sip:other@x");
    await world.settle(2);
    for (const pool of [POOL_1, POOL_2]) {
      expect(await world.status("rows", pool)).toMatchObject({
        ExportStatus: "SteadyState",
        Reason: "quarantined",
        QuarantinedItems: 1,
        LastError: { Code: "ownership-conflict", Path: expect.stringContaining("sip:twin@x") },
      });
    }
    const name = (pool: typeof POOL_1) =>
      world.sql(pool, "select display_name from users where sip_uri = 'sip:twin@x'");
    expect([name(POOL_1), name(POOL_2)]).toEqual([[{ display_name: "one" }], [{ display_name: "two" }]]);
    expect(world.rows(POOL_2).map((row) => row.sip_uri)).toContain("sip:other@x");
  });

  test("is at risk since it was written", async () => {
    await collide();
    const { SecondsAtRisk, OldestChangeAt } = await world.status("rows");
    expect(SecondsAtRisk).toBeGreaterThan(0);
    expect(OldestChangeAt).not.toBeNull();
  });

  test("is not handed back to the pool that made it, and deleted, in the meantime", async () => {
    world.user("sip:x@x", "one", POOL_1);
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:x@x'");
    world.user("sip:x@x", "two", POOL_2);
    await world.cycle("rows", POOL_2);
    await world.import("rows", POOL_2).turn();
    world.sql(POOL_2, "delete from users where sip_uri = 'sip:x@x'");
    await world.cycle("rows", POOL_1);
    await world.import("rows", POOL_1).turn();
    await world.settle(4);
    for (const pool of [POOL_1, POOL_2]) {
      expect(world.sql(pool, "select * from users where sip_uri = 'sip:x@x'")).toEqual([]);
    }
    expect(await both()).toBe(ALL_FINAL);
  });

  test("and is given away by who made it last, while the other's deletion of its own is on the way, is not lost", async () => {
    world.user("sip:x@x", "one", POOL_1);
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:x@x'");
    world.user("sip:x@x", "two", POOL_2);
    await world.cycle("rows", POOL_2);
    await world.import("rows", POOL_2).turn();
    await world.cycle("rows", POOL_1); // there is none of pool 1: that is on its way
    world.sql(POOL_2, "update users set home_pool = ? where sip_uri = 'sip:x@x'", POOL_1);
    await world.import("rows", POOL_1).turn();
    await world.settle(3);
    const mine = { home_pool: POOL_1, display_name: "two" };
    for (const pool of [POOL_1, POOL_2]) {
      expect(world.sql(pool, "select home_pool, display_name from users where sip_uri = 'sip:x@x'")).toEqual([mine]);
    }
    expect(await both()).toBe(ALL_FINAL);
  });

  test("and was given away, refused, and deleted by who had another, is not handed back to it", async () => {
    await collide();
    world.sql(POOL_1, "update users set home_pool = ? where sip_uri = 'sip:twin@x'", POOL_2);
    await world.cycle("rows", POOL_2); // its own comes again, and now has its place
    await world.import("rows", POOL_2).turn();
    world.sql(POOL_2, "delete from users where sip_uri = 'sip:twin@x'");
    await world.cycle("rows", POOL_1);
    await world.import("rows", POOL_1).turn();
    await world.settle(3);
    for (const pool of [POOL_1, POOL_2]) {
      expect(world.sql(pool, "select * from users where sip_uri = 'sip:twin@x'")).toEqual([]);
    }
    expect(await both()).toBe(ALL_FINAL);
  });

  test("is held too when the key is no valid text, until one of them goes", async () => {
    const key = "cast(x'7369703aff4078' as text)";
    for (const pool of [POOL_1, POOL_2]) {
      world.sql(pool, `insert into users (sip_uri, home_pool) values (${key}, ?)`, pool);
    }
    await world.settle(6);
    expect(await both()).toBe("rows SteadyState, files FinalState | rows SteadyState, files FinalState");
    world.sql(POOL_2, `delete from users where sip_uri = ${key}`);
    world.sql(POOL_1, `update users set display_name = 'mine' where sip_uri = ${key}`);
    await world.settle(4);
    expect(world.sql(POOL_2, `select display_name from users where sip_uri = ${key}`)).toEqual([
      { display_name: "mine" },
    ]);
    expect(await both()).toBe(ALL_FINAL);
  });

  test("is mended by deleting it where it does not belong", async () => {
    await collide();
    world.sql(POOL_2, "delete from users where sip_uri = 'sip:twin@x' and home_pool = ?", POOL_2);
    await world.settle(3);
    expect(world.rows(POOL_2).map((row) => row.display_name)).toEqual(["A", "one"]);
    expect(await both()).toBe(ALL_FINAL);
  });
});

describe("a row that the standby's database refuses", () => {
  test("is held by name, the rest goes on, and it arrives when it is corrected (DOMAIN 10 no. 12)", async () => {
    world.sql(POOL_1, "pragma ignore_check_constraints = on");
    world.sql(POOL_1, "insert into users (sip_uri, settings, home_pool) values ('sip:bad@x', 'no json', ?)", POOL_1);
    world.user("sip:good@x");
    await world.settle(1);
    expect(world.rows(POOL_2).map((row) => row.sip_uri)).toEqual(["sip:a@x", "sip:good@x"]);
    expect(await world.status("rows")).toMatchObject({
      ExportStatus: "SteadyState",
      QuarantinedItems: 1,
      LastError: { Code: "bad-data", Path: expect.stringContaining("sip:bad@x") },
    });
    world.sql(POOL_1, "update users set settings = '{}' where sip_uri = 'sip:bad@x'");
    await world.settle(2);
    expect(world.rows(POOL_2).map((row) => row.sip_uri)).toEqual(["sip:a@x", "sip:bad@x", "sip:good@x"]);
    expect(await both()).toBe(ALL_FINAL);
  });

  test("is tried again beside others that were, and is none of what a new package brings", async () => {
    world.sql(POOL_1, "pragma ignore_check_constraints = on");
    const insert = "insert into users (sip_uri, settings, home_pool) values (?, 'no', ?)";
    for (let package_ = 1; package_ <= 3; package_++) {
      for (let n = 0; n < 60; n++) world.sql(POOL_1, insert, `sip:${package_}-${n}@x`, POOL_1);
      await world.settle(2);
    }
    world.user("sip:good@x");
    await world.settle(2);
    expect(world.rows(POOL_2).map((row) => row.sip_uri)).toEqual(["sip:a@x", "sip:good@x"]);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "SteadyState", QuarantinedItems: 180 });
    expect((await world.status("rows", POOL_2)).ImportStatus).toBe("NormalState");
  });

  test("a hundred and one in a package are a bad lane, not bad items (DESIGN L12)", async () => {
    world.sql(POOL_1, "pragma ignore_check_constraints = on");
    for (let n = 0; n < 101; n++) {
      world.sql(POOL_1, "insert into users (sip_uri, settings, home_pool) values (?, 'no', ?)", `sip:${n}@x`, POOL_1);
    }
    await world.cycle("rows");
    await world.imports("rows");
    expect(await world.status("rows", POOL_2)).toMatchObject({
      ImportStatus: "ErrorState",
      LastError: { Code: "too-many-quarantined" },
    });
    world.sql(POOL_1, "update users set settings = '{}'");
    world.clock.travel(31_000);
    await world.settle(4);
    expect(world.rows(POOL_2)).toHaveLength(102);
    expect(await both()).toBe(ALL_FINAL);
  });
});
