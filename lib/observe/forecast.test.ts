import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Configuration } from "#lib/domain/configuration.ts";
import { DEFAULT_SYNC_INTERVAL } from "#lib/domain/sync-interval.ts";
import { anActor, POOL_1 } from "#lib/testkit/evidence.ts";
import { type Short, TwoPools } from "#lib/testkit/two-pools.ts";
import { observed } from "./observed-ledger.ts";

// PRODUCT A3 on real stores: what is foreseen is held against what comes.

const INTERVAL_MS = DEFAULT_SYNC_INTERVAL;
let world: TwoPools;
let at = 0;
beforeEach(async () => {
  world = await TwoPools.open({
    ledger: (ledger, { keeper }) => observed({ ledger, keeper, clock: { ...clockOf() }, log: () => {} }),
  });
  at = 0;
  world.user("sip:a@x");
  writeFileSync(join(world.content(POOL_1), "a.txt"), "content");
  await world.settle(2);
});
afterEach(() => world.close());

/** The world is opened before there is a clock to give to its ledger. */
function clockOf() {
  return {
    now: () => world.clock.now(),
    elapsed: () => world.clock.elapsed(),
    sleep: (ms: number) => world.clock.sleep(ms),
  };
}

const settings = async (change: Partial<Configuration>) => {
  await world.ledger.doors.configure(change, anActor());
  await world.learn();
};
const rows = (count: number) =>
  world.sql(
    POOL_1,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
     insert into users (sip_uri, home_pool) select 'sip:' || ${++at} || '-' || i || '@x', '${POOL_1}' from n`,
  );
const files = (count: number, bytes: number) => {
  const folder = join(world.content(POOL_1), `burst-${++at}`);
  mkdirSync(folder);
  for (let n = 0; n < count; n++) writeFileSync(join(folder, `${n}.bin`), Buffer.alloc(bytes, n));
};
/** One interval: the cycle, its imports and acks, and the beats until the next is due. */
const interval = async (kind: Short) => {
  const began = world.clock.now();
  await world.cycle(kind);
  await world.tell();
  await world.imports(kind);
  while (world.clock.now() - began < INTERVAL_MS) {
    world.clock.travel(Math.min(5_000, INTERVAL_MS - (world.clock.now() - began)));
    await world.tell();
  }
};
const foreseen = async (kind: Short) => {
  const { DrainsAt, DoesNotDrain, ExportStatus } = await world.status(kind);
  const DrainsInSeconds = DrainsAt === null ? null : (Date.parse(DrainsAt) - world.clock.now()) / 1000;
  return { DrainsInSeconds, DoesNotDrain, ExportStatus };
};
/** How long it really takes from here until nothing had to wait. */
const drained = async (kind: Short) => {
  const began = world.clock.now();
  for (let n = 0; n < 40 && (await world.status(kind)).ExportStatus === "NonSteadyState"; n++) {
    await world.cycle(kind);
    if ((await world.status(kind)).ExportStatus !== "NonSteadyState") break;
    await world.imports(kind);
    world.clock.travel(INTERVAL_MS - ((world.clock.now() - began) % INTERVAL_MS));
  }
  return (world.clock.now() - began) / 1000;
};
const within20 = (said: number | null, real: number) => {
  expect(said, `said ${said}, was ${real}`).not.toBeNull();
  expect(Math.abs((said ?? 0) - real), `said ${said}, was ${real}`).toBeLessThanOrEqual(0.2 * real);
};

describe("a burst of rows behind its limit", () => {
  test("after three cycles it is told within 20 % when it will have drained", async () => {
    await settings({ maxBatchesPerUserStoreSync: 1 });
    rows(8_000);
    for (let n = 0; n < 3; n++) await interval("rows");
    const { DrainsInSeconds, DoesNotDrain, ExportStatus } = await foreseen("rows");
    expect([ExportStatus, DoesNotDrain]).toEqual(["NonSteadyState", false]);
    within20(DrainsInSeconds, await drained("rows"));
  });

  test("while as much arrives as a cycle carries it does not drain, and when less arrives it does", async () => {
    await settings({ maxBatchesPerUserStoreSync: 1 });
    rows(4_000);
    for (let n = 0; n < 4; n++) {
      await interval("rows");
      rows(1_100);
      await world.tell();
    }
    expect(await foreseen("rows")).toMatchObject({ DoesNotDrain: true, DrainsInSeconds: null });
    for (let n = 0; n < 4; n++) {
      await interval("rows");
      if (n < 3) rows(300);
      await world.tell();
    }
    const { DoesNotDrain, DrainsInSeconds } = await foreseen("rows");
    expect(DoesNotDrain).toBe(false);
    expect(DrainsInSeconds).toBeGreaterThan(INTERVAL_MS / 1000);
  });
});

test("content behind its limit is reckoned by its bytes", async () => {
  await settings({ maxDataConfPackageSizeKB: 64 });
  world.clock.travel(INTERVAL_MS);
  files(48, 16 * 1024);
  for (let n = 0; n < 3; n++) await interval("files");
  const { DrainsInSeconds, ExportStatus } = await foreseen("files");
  expect(ExportStatus).toBe("NonSteadyState");
  within20(DrainsInSeconds, await drained("files"));
});

describe("what is at risk against the target", () => {
  test("a lane that keeps up is not to breach it", async () => {
    rows(5);
    await world.tell();
    expect(await world.status("rows")).toMatchObject({ BreachAt: null });
    await interval("rows");
    expect(await world.status("rows")).toMatchObject({ BreachAt: null, DrainsAt: null });
  });

  test("only the importer stands still: sent is told apart from not sent, the oldest package ages, and it is said when", async () => {
    rows(5);
    await world.cycle("rows");
    const sentAt = world.clock.now();
    for (let n = 0; n < 14; n++) {
      world.clock.travel(5_000);
      await world.import("rows").keepWord(); // it is heard, and imports nothing
      await world.export("rows").listen();
      await world.tell();
    }
    const status = await world.status("rows");
    expect(status).toMatchObject({ PendingItems: 0, UnackedItems: 5, UnackedPackages: 1 });
    expect(Date.parse(status.OldestUnackedAt ?? "")).toBe(sentAt);
    expect(status.SecondsAtRisk).toBeGreaterThanOrEqual(70);
    expect(Date.parse(status.BreachAt ?? "")).toBe(Date.parse(status.OldestChangeAt ?? "") + 300_000);
  });
});
