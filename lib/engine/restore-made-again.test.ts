import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Transport } from "#lib/ports/transport.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

/* An item whose deletion left and did not arrive, and that was made again before all of its pool was given up for the copy. */

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

describe.each(["was not taken in", "was taken in"])("what was made again, which %s before", (when) => {
  test("a row is on both sides after a restore, or on none", async () => {
    world.user("sip:again@x");
    await world.settle(2);
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:again@x'");
    await world.cycle("rows");
    await world.tombstones("rows");
    await world.restart(); // what is on its way is taken back
    await world.askToRestore(POOL_1);
    await world.learn();
    await world.cycle("rows");
    world.user("sip:again@x", "B");
    if (when === "was taken in") await world.tell();
    await world.cycle("rows", POOL_2);
    await world.import("rows", POOL_2).answer();
    await world.settle(5);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  });

  test("a file is on both sides after a restore, or on none", async () => {
    const file = join(world.content(POOL_1), "again.txt");
    writeFileSync(file, "again");
    await world.settle(2);
    rmSync(file);
    await world.cycle("files");
    await world.tombstones("files");
    await world.restart();
    if (when === "was taken in") {
      const away = () => Promise.reject(new Error("nothing can be packed"));
      await world.restart({ transport: (real) => ({ ...real, stage: away }) });
      writeFileSync(file, "again");
      world.clock.travel(10_000);
      await world.cycle("files");
      await world.restart();
    }
    await world.askToRestore(POOL_1);
    await world.learn();
    await world.cycle("files");
    if (when !== "was taken in") writeFileSync(file, "again");
    await world.cycle("files", POOL_2);
    await world.import("files", POOL_2).answer();
    await world.settle(6);
    const [here, there] = [POOL_1, POOL_2].map((pool) => readdirSync(world.content(pool, POOL_1)).filter(isContent));
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    expect(there).toEqual(here);
  });
});

test("an answer that is given again takes back nothing of the receipt that was closed since", async () => {
  world.user("sip:b@x");
  await world.settle(2);
  let isHeld = true;
  const transport = (real: Transport): Transport => ({
    ...real,
    incoming: async (lane) => (isHeld && lane.from === POOL_2 && lane.module === PRESENCE ? [] : real.incoming(lane)),
  });
  await world.restart({ transport });
  await world.askToRestore(POOL_1);
  await world.ask("rows", POOL_2);
  await world.cycle("rows", POOL_2); // all of it leaves
  const packages = join(world.folder, "pools", POOL_2, "files", "BackupStore", PRESENCE);
  const answers = readdirSync(packages).filter((name) => name.startsWith("inventory-"));
  expect(answers).not.toEqual([]);
  for (const name of answers) rmSync(join(packages, name));
  isHeld = false;
  const inbox = world.import("rows", POOL_2);
  while (await inbox.turn());
  world.clock.travel(6 * 60_000);
  await inbox.answer();
  await inbox.keepWord();
  await world.settle(3);
  expect(await world.states()).toBe("rows FinalState, files FinalState");
});

function isContent(name: string): boolean {
  return !name.startsWith(".");
}
