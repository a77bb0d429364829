import { mkdirSync, readdirSync, rmSync } from "node:fs";
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
