import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

const HOUR_MS = 3_600_000;

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

describe.each([
  ["forwards", HOUR_MS],
  ["back", -HOUR_MS],
])("a machine's clock that is set %s by an hour (DOMAIN 10 no. 9)", (_way, jump) => {
  test("moves no schedule, and no lane has stalled by it", async () => {
    const before = world.export("rows").dueAt;
    world.clock.set(jump);
    expect(world.export("rows").dueAt).toBe(before);
    await world.beat();
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    const { NextCycleAt } = await world.status("rows");
    expect(Date.parse(NextCycleAt ?? "") - world.clock.now()).toBeLessThanOrEqual(120_000);
  });

  test("in the middle of work loses nothing", async () => {
    world.user("sip:b@x");
    await world.cycle("rows");
    world.clock.set(jump);
    await world.imports("rows");
    expect(world.rows(POOL_2).map((row) => row.sip_uri)).toEqual(["sip:a@x", "sip:b@x"]);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("makes nothing younger than it is: a partner that is silent is unheard after 15 s all the same", async () => {
    world.clock.set(jump);
    world.clock.travel(14_000);
    await world.export("rows").listen();
    world.clock.set(-jump);
    world.clock.travel(2_000);
    await world.export("rows").listen();
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "Unknown", Reason: "partner-unheard" });
  });

  test("ends no care for a package that vanished", async () => {
    world.user("sip:b@x");
    await world.cycle("rows");
    await world.export("rows").listen();
    world.clock.set(jump);
    const folder = join(world.folder, "pools", POOL_2, "files", "BackupStore", PRESENCE, `from-${POOL_1}`);
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    await world.settle(3);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  });

  test("leaves ages at nought or above", async () => {
    world.user("sip:b@x");
    world.clock.set(jump);
    const { SecondsAtRisk } = await world.status("rows");
    expect(SecondsAtRisk).toBeGreaterThanOrEqual(0);
  });

  test("hides no stalled look: idle time is measured, not read off the clock", async () => {
    await world.cycle("rows");
    world.clock.set(jump);
    world.clock.travel(60_000 + 120_000 + 1_000);
    expect(await world.status("rows", POOL_1)).toMatchObject({ ExportStatus: "ErrorState", Reason: "stalled" });
  });
});
