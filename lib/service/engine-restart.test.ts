import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RESTART_CODE } from "#lib/launch/restart-code.ts";
import { anActor, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
});
afterEach(() => world.close());

/** A real engine process on the world's data folder; what it says, line by line, and how it ends. */
function startEngine() {
  const env = { ...process.env, PAIRKEEPER_DATA: world.folder };
  const child = spawn(process.execPath, ["lib/engine/main.ts", "--run=r"], {
    env,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const started = Promise.withResolvers<void>();
  child.stdout?.on("data", (text) => {
    if (String(text).includes("engine started")) started.resolve();
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { started: started.promise, ended, stop: () => child.kill("SIGTERM") };
}

test("an engine ends itself when stores are to be adopted, and the next one adopts them", async () => {
  const first = startEngine();
  await first.started;
  rmSync(join(world.folder, "pools", POOL_1, "files"), { recursive: true });
  const id = await world.askToAdopt(POOL_1);
  expect(await first.ended).toBe(RESTART_CODE);
  const second = startEngine();
  await second.started;
  const known = (await world.ledger.topology.stores()).find(({ pool }) => pool === POOL_1);
  expect(known).toMatchObject({ epoch: 2, adoptedFor: id, madeAt: expect.any(Number) });
  second.stop();
  expect(await second.ended).toBe(0);
});

test("an engine ends itself when pools are parted and paired again, though they are the same two", async () => {
  const first = startEngine();
  await first.started;
  const pair = { a: POOL_1, b: POOL_2 };
  await world.ledger.doors.unpair(pair, anActor());
  await world.ledger.doors.pair(pair, anActor());
  expect(await first.ended).toBe(RESTART_CODE);
  const second = startEngine();
  await second.started;
  for (const pool of [POOL_1, POOL_2]) expect(world.sql(pool, "select number from pairing")).toEqual([{ number: 2 }]);
  second.stop();
  expect(await second.ended).toBe(0);
});
