import { setTimeout as pause } from "node:timers/promises";
import { expect } from "playwright/test";
import { randomFrom } from "#lib/demo/clients/random.ts";
import { A_LIE, judgeFinals } from "../pages/judge-finals.ts";
import { POOL1, POOL2 } from "../pages/pairs-page.ts";
import { writeBurst } from "../pages/random-writer.ts";
import { door } from "../world/door.ts";
import { newDataFolder, removeDataFolder, type Service, startService } from "../world/service.ts";
import { stumble } from "../world/stop.ts";
import { test } from "../world/world.ts";

/** Three services that die 18 times between them, side by side; with `--repeat-each 3` they are nine of other seeds, and die 54 times. */
const SEEDS = [1, 2, 3];
const LIVES = 6;
const LONGEST_LIFE_MS = 1_500;
const LONGEST_STOP_MS = 400;
/** Asked without a pause, the judge would take the time in which something could go wrong. */
const LOOK_EVERY_MS = 50;
const POOLS = [POOL1, POOL2] as const;

/** Writes, asks and judges until somebody kills the service. */
async function live(service: Service, random: (below: number) => number, isOver: () => boolean): Promise<void> {
  const api = door(service.address, service.dataFolder);
  await api.configure({ SyncInterval: "00:00:05" });
  while (!isOver()) {
    const pool = POOLS[random(2)] ?? POOL1;
    writeBurst(service.dataFolder, pool, random);
    const writtenAt = Date.now();
    if (random(2) === 0) await api.sync(pool);
    for (let looks = random(12); looks > 0 && !isOver(); looks--) {
      for (const one of POOLS) judgeFinals(service.dataFolder, one, await api.modules(one), writtenAt);
      await pause(LOOK_EVERY_MS);
    }
  }
}

/**
 * One life of the service, in which server and engine are stopped where they stand and go on again, ended by SIGKILL at a random
 * moment, of its whole group or of the server alone, whose engine then has to leave by itself; it may still be starting by then.
 */
async function liveAndDie(dataFolder: string, random: (below: number) => number): Promise<void> {
  const service = await startService(dataFolder);
  const isServerAlone = random(3) === 0;
  let isKilled = false;
  const dies = new Promise<void>((resolve) => {
    setTimeout(() => {
      isKilled = true;
      (isServerAlone ? service.killServer() : service.killHard()).then(resolve);
    }, random(LONGEST_LIFE_MS));
  });
  const stumbling = stumble(service.pid, randomFrom(random(1_000_000)), LONGEST_STOP_MS, () => isKilled);
  try {
    await live(service, random, () => isKilled);
  } catch (thrown) {
    if (!isKilled) throw thrown; // what was asked of a service that is dead by now has no answer
    if (thrown instanceof Error && thrown.message.startsWith(A_LIE)) throw thrown;
  }
  await dies;
  await stumbling;
}

for (const seed of SEEDS) {
  test(`stopped and killed at ${LIVES} random moments while two pools change, nothing is lost and no Final is early (${seed})`, async () => {
    const random = randomFrom(seed + SEEDS.length * test.info().repeatEachIndex);
    const dataFolder = newDataFolder();
    for (let lived = 0; lived < LIVES; lived++) await liveAndDie(dataFolder, random);
    const service = await startService(dataFolder);
    const api = door(service.address, dataFolder);
    const writtenAt = Date.now();
    const areFinal = async () => {
      let seen = 0;
      for (const pool of POOLS) seen += judgeFinals(dataFolder, pool, await api.modules(pool), writtenAt);
      return seen;
    };
    await expect.poll(areFinal, { intervals: [200], timeout: 60_000 }).toBe(4);
    expect(await service.stop()).toBe(0);
    removeDataFolder(dataFolder);
  });
}
