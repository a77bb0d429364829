import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Configuration } from "#lib/domain/configuration.ts";
import { MAX_UNACKED_PACKAGES } from "#lib/domain/limits.ts";
import type { SyncInterval } from "#lib/domain/sync-interval.ts";
import { anActor, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const INTERVAL_MS = 120_000;
const settings = async (change: Partial<Configuration>) => {
  await world.ledger.doors.configure(change, anActor());
  await world.learn();
};
/** Rows of one table: 1,000 of them are a batch. */
const users = (count: number, prefix = "u") =>
  world.sql(
    POOL_1,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
     insert into users (sip_uri, home_pool) select 'sip:${prefix}' || i || '@x', '${POOL_1}' from n`,
  );
const presence = (count: number) =>
  world.sql(
    POOL_1,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
     insert into presence (sip_uri, category, instance, home_pool) select 'sip:u' || i || '@x', 'state', '0', '${POOL_1}' from n`,
  );
/** A cycle with a partner that is well, is heard, and imports nothing meanwhile. */
const cycle = async (kind: "rows" | "files") => {
  await world.import(kind).turn();
  await world.import(kind).keepWord();
  await world.export(kind).listen();
  await world.cycle(kind);
};
const arrived = (table: string) =>
  Number(world.sql(POOL_2, `select count(*) as n from ${table} where home_pool = ?`, POOL_1)[0]?.n);

describe("a cycle of rows", () => {
  test("with exactly the batches of the limit is Steady; one row more is NonSteady (DOMAIN 10 no. 3)", async () => {
    await settings({ maxBatchesPerUserStoreSync: 2 });
    world.clock.travel(INTERVAL_MS);
    users(2_000);
    await cycle("rows");
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "SteadyState", PendingItems: 0 });
    await world.imports("rows");
    world.clock.travel(INTERVAL_MS);
    users(2_001, "v");
    await cycle("rows");
    expect(await world.status("rows")).toMatchObject({
      ExportStatus: "NonSteadyState",
      Reason: "limit-reached",
      PendingItems: 1,
    });
    world.clock.travel(INTERVAL_MS);
    await world.cycle("rows");
    await world.imports("rows");
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("is measured against its cut-off, not against what arrives meanwhile (DOMAIN 10 no. 4)", async () => {
    await settings({ maxBatchesPerUserStoreSync: 1 });
    world.clock.travel(INTERVAL_MS);
    users(1_000);
    await cycle("rows");
    users(3_000, "later");
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "SteadyState", PendingItems: 3_000 });
  });

  test("gives both queues their share, and what one leaves to the other (D8)", async () => {
    await settings({ maxBatchesPerUserStoreSync: 4, maxHighPriQueuePercentagePerUserStoreSync: 75 });
    world.clock.travel(INTERVAL_MS);
    presence(5_000);
    users(5_000);
    await world.cycle("rows");
    await world.imports("rows");
    expect([arrived("users") - 1, arrived("presence")]).toEqual([3_000, 1_000]);
    world.clock.travel(INTERVAL_MS);
    await world.cycle("rows");
    await world.imports("rows");
    expect([arrived("users") - 1, arrived("presence")]).toEqual([5_000, 3_000]);
  });

  test("tombstones that a limit leaves are left over", async () => {
    users(1_500);
    users(5_000, "kept"); // or so many deletions were too many for the guard
    await world.settle(1);
    await settings({ maxBatchesPerUserStoreSync: 1 });
    world.clock.travel(INTERVAL_MS);
    world.sql(POOL_1, "delete from users where sip_uri not like 'sip:kept%'");
    await world.cycle("rows");
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "NonSteadyState", PendingItems: 501 });
    world.clock.travel(INTERVAL_MS);
    await world.cycle("rows");
    await world.imports("rows");
    expect(arrived("users")).toBe(5_000);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });
});

describe("a cycle of files", () => {
  test("sends one file that is larger than the limit alone (D9) (DOMAIN 10 no. 13)", async () => {
    await settings({ maxDataConfPackageSizeKB: 100 });
    world.clock.travel(INTERVAL_MS);
    writeFileSync(join(world.content(POOL_1), "big"), Buffer.alloc(300 * 1024));
    writeFileSync(join(world.content(POOL_1), "small"), "small");
    await world.cycle("files");
    expect((await world.status("files")).ExportStatus).toBe("NonSteadyState");
    await world.imports("files");
    world.clock.travel(INTERVAL_MS);
    await world.cycle("files");
    await world.imports("files");
    expect((await world.status("files")).ExportStatus).toBe("FinalState");
  });
});

describe("WakeOnChange (D13)", () => {
  const isDue = (kind: "rows" | "files") => world.clock.elapsed() >= world.export(kind).dueAt;

  test("is off unless somebody switches it on", async () => {
    await world.cycle("rows");
    world.user("sip:b@x");
    await world.status("rows");
    world.clock.travel(1_000);
    expect(isDue("rows")).toBe(false);
  });

  test("wakes a lane a second after a change, and one without changes not at all", async () => {
    await settings({ wakeOnChange: true });
    await world.cycle("rows");
    await world.status("rows");
    world.clock.travel(2_000);
    expect(isDue("rows")).toBe(false);
    world.user("sip:b@x");
    await world.status("rows");
    expect(isDue("rows")).toBe(true);
  });

  test("looks at files again and again, for nothing else can tell", async () => {
    await settings({ wakeOnChange: true });
    await world.cycle("files");
    await world.status("files");
    world.clock.travel(1_000);
    expect(isDue("files")).toBe(true);
  });

  test("carries no more in an interval than the limits allow", async () => {
    await settings({ wakeOnChange: true, maxBatchesPerUserStoreSync: 2 });
    world.clock.travel(INTERVAL_MS);
    for (let wake = 0; wake < 4; wake++) {
      users(1_000, `w${wake}-`);
      await world.cycle("rows");
      await world.status("rows");
      world.clock.travel(1_000);
    }
    await world.imports("rows");
    expect(arrived("users") - 1).toBe(2_000);
    expect(isDue("rows")).toBe(false);
    expect((await world.status("rows")).ExportStatus).toBe("NonSteadyState");
  });
});

describe("a partner that imports nothing", () => {
  test("for an hour: so much is on its way and no more, it is told, and all arrives when it is back (DESIGN L13) (DOMAIN 10 no. 35)", async () => {
    await settings({ syncInterval: 30_000 as SyncInterval });
    const HALF_MINUTES = 120;
    for (let n = 0; n < HALF_MINUTES; n++) {
      users(10, `m${n}-`);
      await world.cycle("rows");
      await world.import("rows").keepWord(); // it lives, and takes nothing
      await world.export("rows").listen();
      world.clock.travel(30_000);
    }
    await world.import("rows").keepWord();
    await world.export("rows").listen();
    const { ExportStatus, UnackedPackages, PendingItems, SecondsAtRisk } = await world.status("rows");
    expect({ ExportStatus, UnackedPackages }).toEqual({
      ExportStatus: "NonSteadyState",
      UnackedPackages: MAX_UNACKED_PACKAGES,
    });
    expect(PendingItems).toBe((HALF_MINUTES - MAX_UNACKED_PACKAGES) * 10);
    expect(SecondsAtRisk).toBeGreaterThan(59 * 60);
    await settings({ syncInterval: INTERVAL_MS as SyncInterval });
    await world.imports("rows");
    await world.settle(2);
    expect(arrived("users")).toBe(1 + HALF_MINUTES * 10);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });
});
