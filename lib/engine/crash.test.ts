import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Death } from "#lib/testkit/crash.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

const NAMES = ["a.txt", "b.txt", "c.txt"];

async function writeAll(world: TwoPools, round: string): Promise<void> {
  for (const name of NAMES) {
    world.sql(
      POOL_1,
      "insert into users (sip_uri, display_name, home_pool) values (?, ?, ?) on conflict do update set display_name = excluded.display_name",
      `sip:${name}@x`,
      round,
      POOL_1,
    );
    writeFileSync(join(world.content(POOL_1), name), `${name} ${round}`);
  }
}

/** Final is believed only when both sides are equal right then. */
async function judge(world: TwoPools): Promise<boolean> {
  const isFinal = (await world.states()) === "rows FinalState, files FinalState";
  if (!isFinal) return false;
  expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  for (const name of NAMES) {
    expect(readFileSync(join(world.content(POOL_2), name))).toEqual(readFileSync(join(world.content(POOL_1), name)));
  }
  return true;
}

/** Two rounds of changes with a death at call `at` in the second; returns how many calls there were. */
async function live(at: number, isAfter: boolean): Promise<number> {
  const world = await TwoPools.open();
  try {
    await writeAll(world, "first");
    await world.settle(2);
    expect(await judge(world)).toBe(true);
    const death = new Death(at, isAfter);
    await world.restart({ transport: (real) => death.mortal(real), book: (real) => death.mortal(real) });
    await writeAll(world, "second");
    await world.settle(1).catch(() => {}); // lanes take the death as a fault: what matters is what is on disk
    if (at === 0) expect(await judge(world)).toBe(true);
    await world.restart();
    expect(await world.states()).toBe("rows NotInitialized, files NotInitialized");
    await world.settle(2);
    expect(await judge(world)).toBe(true);
    expect(await world.status("rows")).toMatchObject({ PendingItems: 0, UnackedPackages: 0 });
    expect(await world.status("files")).toMatchObject({ PendingItems: 0, UnackedPackages: 0 });
    return death.calls;
  } finally {
    await world.close();
  }
}

test("a death before or after any step loses nothing and shows nothing early", { timeout: 240_000 }, async () => {
  const calls = await live(0, false);
  expect(calls).toBeGreaterThan(40);
  const stride = Math.ceil(calls / 24); // the model test dies at random in far more places
  for (let at = 1; at <= calls; at += stride) await live(at, at % 2 === 0);
});
