import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ContentUnderTest } from "#lib/testkit/content-under-test.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { TrashBin } from "./trash-bin.ts";

const folder = tempFolder();
const OLD = "20200101T000000Z-1-1";

test("the standby's trash is emptied with the own, which restores fill, but not while that data set is lost", async () => {
  const world = new ContentUnderTest(folder());
  const trash = (pool: string) => join(world.root, "Trash", pool);
  const fill = () => {
    for (const pool of [POOL_1, POOL_2]) mkdirSync(join(trash(pool), OLD), { recursive: true });
  };
  fill();
  await new TrashBin(world.files, world.clock).empty(POOL_2);
  expect([POOL_1, POOL_2].map((pool) => readdirSync(trash(pool)))).toEqual([[], []]);
  fill();
  rmSync(join(world.content(POOL_1), ".pairkeeper-store"));
  await new TrashBin(world.files, world.clock).empty(POOL_2);
  expect([POOL_1, POOL_2].map((pool) => readdirSync(trash(pool)))).toEqual([[OLD], []]);
  world.close();
});

test("over three years the trash of files keeps what is younger than seven days, and grows no further", async () => {
  const world = new ContentUnderTest(folder());
  const { files, clock } = world;
  const trash = join(world.root, "Trash", POOL_2);
  const bin = new TrashBin(files, clock);
  const DAY = 86_400_000;
  const kept = new Set<number>();
  for (let day = 0; day < 3 * 365; day += 5) {
    const path = join(world.content(POOL_2), `deleted on day ${day}`);
    writeFileSync(path, "content");
    await files.discard(POOL_2, [`deleted on day ${day}`], `${bin.nameAt(clock.now())}-1-${day}`);
    clock.travel(5 * DAY);
    for (let more = 0; more < 3; more++) await bin.empty(POOL_2);
    const names = readdirSync(trash);
    expect(names.every((name) => name >= bin.nameAt(clock.now() - 7 * DAY))).toBe(true);
    kept.add(names.length);
  }
  expect([...kept]).toEqual([1]);
  world.close();
});
