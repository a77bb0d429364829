import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PoolSight } from "#lib/domain/pool-sight.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { snapshot } from "#lib/testkit/tree-snapshot.ts";
import { openCopiedPools, TwoPools } from "#lib/testkit/two-pools.ts";
import { largestFileOf, lookAtPool } from "./look-at-pool.ts";
import { lookIn } from "./look-in.ts";
import { filesIdentity, knownOf, poolPlaces } from "./pool-places.ts";

const clock = { now: () => Date.now(), sleep: () => new Promise<void>(() => {}) };
let world: TwoPools;
beforeAll(async () => {
  world = await openCopiedPools();
});
afterAll(() => world.close());

/** What a look at pool 1 finds, made here and now. */
async function look(of: TwoPools = world, partner: typeof POOL_2 | null = POOL_2): Promise<PoolSight> {
  const known = knownOf(await of.ledger.topology.stores());
  const { userDatabase, files } = poolPlaces(of.folder, POOL_1);
  const { storeId, epoch: storeEpoch } = known(POOL_1);
  return lookAtPool(
    {
      files,
      userDatabase,
      dataFolder: of.folder,
      content: filesIdentity(POOL_1, POOL_2, known, ["DataConf"]),
      rows: { pool: POOL_1, partner: POOL_2, storeId, storeEpoch },
      partner,
    },
    Date.now,
  );
}

test("two pools that were copied are well, looked at in a thread of its own, and stay as they were", async () => {
  const files = poolPlaces(world.folder, POOL_1).files;
  const tree = () => snapshot(files).filter((line) => !line.startsWith("/BackupStore/Temp "));
  const before = tree();
  const pools = lookIn(world.folder, world.ledger, clock);
  const [seen, again] = [pools.look(POOL_1, POOL_2), pools.look(POOL_1, POOL_2)];
  expect(again, "two looks at once are one").toBe(seen);
  const { rooms, words, ...parts } = await seen;
  expect(Object.values(parts).map(({ is }) => is)).toEqual(Object.keys(parts).map(() => "seen"));
  expect(rooms.map(({ what, room }) => [what, room.is])).toEqual([
    ["file store", "seen"],
    ["folder of the user database", "seen"],
    ["data folder", "seen"],
  ]);
  expect(words).toMatchObject({ is: "seen", value: [{ module: PRESENCE }, { module: DATA_CONF }] });
  expect(await pools.largestFile(POOL_1)).toMatchObject({ is: "seen", value: { path: "a.txt", bytes: 7 } });
  expect(await pools.largestFile(POOL_2)).toMatchObject({ is: "seen", value: null });
  expect(tree()).toEqual(before);
});

test("a store that hangs is told after its time, and holds up no other question", async () => {
  const fake = new FakeClock();
  const closed: string[] = [];
  const hanging = { ask: () => new Promise<never>(() => {}), close: async () => void closed.push("closed") };
  const pools = lookIn(world.folder, world.ledger, fake, undefined, () => hanging);
  const { fileStore, writing } = await pools.look(POOL_1, POOL_2);
  expect(fileStore).toMatchObject({ code: "store-unreachable", sentence: "It did not answer within 10 s." });
  expect(writing).toMatchObject({ code: "not-checked" });
  expect(await pools.largestFile(POOL_1)).toMatchObject({ is: "unseen", code: "not-checked" });
  expect(closed).toHaveLength(2);
});

test("how far the partner's clock is ahead is read off its word by the file server's stamps", async () => {
  const path = join(poolPlaces(world.folder, POOL_1).files, "BackupStore", PRESENCE, `ack-from-${POOL_2}.json`);
  const { words, fileClock } = await look();
  if (words.is === "unseen") throw new Error(words.sentence);
  if (fileClock.is === "unseen") throw new Error(fileClock.sentence);
  // The engine of this test has a clock that travels; the file server's does not.
  for (const { module, aheadMs } of words.value) {
    const word = join(poolPlaces(world.folder, POOL_1).files, "BackupStore", module, `ack-from-${POOL_2}.json`);
    const { at } = JSON.parse(readFileSync(word, "utf8"));
    expect(aheadMs).toBeCloseTo(Date.parse(at) - (statSync(word).mtimeMs - fileClock.value), 0);
  }
  writeFileSync(path, "{}");
  expect((await look()).words).toMatchObject({ is: "unseen", code: "ack-unreadable", path });
  expect((await look(world, null)).words).toMatchObject({ is: "unseen", code: "not-checked" });
});

describe("what ails a pool is named", () => {
  const sick = async (ail: (world: TwoPools, path: string) => void): Promise<PoolSight> => {
    const world = await TwoPools.open();
    try {
      ail(world, poolPlaces(world.folder, POOL_1).userDatabase);
      return await look(world);
    } finally {
      await world.close();
    }
  };

  test("its file store is gone, and what is free there is not told", async () => {
    const seen = await sick((world) => rmSync(poolPlaces(world.folder, POOL_1).files, { recursive: true }));
    expect(seen.fileStore).toMatchObject({ code: "store-lost" });
    expect(seen.rooms.map(({ room }) => room)).toMatchObject([{ code: "not-checked" }, { is: "seen" }, { is: "seen" }]);
    expect(seen.database).toMatchObject({ is: "seen" });
  });

  test("its user database is gone", async () => {
    const seen = await sick((_world, path) => rmSync(path));
    expect(seen.database).toMatchObject({ code: "store-lost" });
    for (const part of [seen.capture, seen.versions]) expect(part).toMatchObject({ code: "not-checked" });
    expect(seen.fileStore).toMatchObject({ is: "seen" });
  });

  test("its user database is none", async () => {
    const seen = await sick((_world, path) => {
      for (const beside of ["-wal", "-shm"]) rmSync(`${path}${beside}`, { force: true });
      truncateSync(path, 0);
      writeFileSync(path, "this is no database, however long it may be".repeat(400));
    });
    expect(seen.database).toMatchObject({ is: "unseen", code: "database-unreachable", path: expect.any(String) });
  });

  test("its user database is another one, or an older copy", async () => {
    expect(await sick((world) => void world.sql(POOL_1, "update store set store_id = 'x'"))).toMatchObject({
      database: { code: "store-lost" },
    });
    expect(await sick((world) => void world.sql(POOL_1, "update store set store_epoch = 0"))).toMatchObject({
      database: { code: "store-lost" },
      capture: { is: "seen" },
    });
  });

  test("a newer service wrote its user database", async () => {
    const seen = await sick((world) => void world.sql(POOL_1, "pragma user_version = 99"));
    expect(seen.versions).toMatchObject({ is: "seen", value: { database: 99 } });
    expect(seen.capture).toMatchObject({ code: "not-checked" });
  });

  test.each([
    ["dropped", "drop trigger capture_users_insert"],
    ["silenced", "insert into importing (id) values (1)"],
  ])("its triggers are %s", async (_what, sql) => {
    const seen = await sick((world) => {
      const [name] = world.sql(
        POOL_1,
        "select name from sqlite_master where type = 'trigger' and name like 'capture_users%'",
      );
      world.sql(POOL_1, sql.replace("capture_users_insert", String(name?.name)));
    });
    expect(seen.capture).toMatchObject({ is: "unseen", code: "capture-off" });
    expect(seen.database).toMatchObject({ is: "seen" });
  });

  test("content that is being restored is told as that", async () => {
    const seen = await sick((world) => {
      rmSync(join(world.content(POOL_1, POOL_2), ".pairkeeper-store"));
      world.sql(POOL_1, "insert into restores (module, home_pool, request_id) values (?, ?, 'r')", DATA_CONF, POOL_2);
    });
    expect(seen.content).toMatchObject({ is: "seen", value: { whole: 1, restoring: [POOL_2] } });
  });
});

test("a scan list that cannot be read leaves the largest file unknown", () => {
  const path = join(world.folder, "no-list.db");
  writeFileSync(path, "no list".repeat(1000));
  expect(largestFileOf({ pool: POOL_1, scanLists: [path] }, Date.now)).toMatchObject({ is: "unseen" });
});
