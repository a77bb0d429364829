import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assembleEngine } from "#lib/engine/assemble.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { deployModules } from "#lib/modules/registry.ts";
import { knownOf, poolPlaces, stampOf } from "#lib/service/pool-places.ts";
import { PoolStores } from "#lib/service/pool-stores.ts";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { DATA_CONF, POOL_1 } from "#lib/testkit/evidence.ts";
import { folderTransport } from "#lib/transports/folder/folder-transport.ts";
import { acknowledged } from "./acknowledged.ts";

/*
 * The real engine in a process of its own, with its loops running; the bench says when it begins and when a further cycle
 * of the files begins. Answers a message when that cycle has ended, with its time and the peak memory of the process. Told
 * to get warm it copies another deployment first, as an engine has that did not start this moment.
 */

export type Order = "warm" | "run" | "cycle" | "tell";
export type Answer = { readonly ms: number; readonly peakKiB: number; readonly cpuMs: number };

const clock = systemClock;

async function open(data: string) {
  const ledger = await openLedger(join(data, "ledger.db"), clock);
  const topology = await ledger.topology.topology();
  const known = knownOf(await ledger.topology.stores());
  const stores = new PoolStores(data, topology, known, clock);
  const { engine, exports } = assembleEngine({
    topology,
    modules: deployModules({
      rows: (pool) => stores.userStoreOf(pool),
      content: (pool, folder) => stores.contentOf(pool, folder),
      published: () => ledger.engine.published(),
      clock,
    }),
    storeOf: (pool) => stores.userStoreOf(pool),
    storeIdOf: (pool) => stampOf(known(pool)),
    freeBytesOf: (pool) => stores.filesOf(pool).freeBytes(),
    transport: folderTransport((pool) => ({
      root: poolPlaces(data, pool).files,
      check: () => stores.filesOf(pool).checkRoot(),
    })),
    ledger: ledger.engine,
    clock,
    runId: "bench",
    machine: "bench",
    settings: await ledger.engine.configuration(),
    pools: new Set(topology.pools),
    log: (line, detail) => {
      if (process.env.BENCH_LOG === "1") console.log(line, detail);
    },
  });
  const lane = exports.find((one) => one.lane.from === POOL_1 && one.lane.module === DATA_CONF);
  if (!lane) throw new Error("no lane of files");
  const close = async () => {
    stores.close();
    await ledger.close();
  };
  return { engine, lane, close };
}

const { engine, lane } = await open(process.argv[2] ?? "");
const earlier = process.argv[3] === undefined ? null : { data: process.argv[3], ...(await open(process.argv[3])) };

async function warm(): Promise<void> {
  if (!earlier) return;
  const running = earlier.engine.run();
  await acknowledged(earlier.data);
  earlier.engine.stop();
  await running;
  await earlier.close();
}

async function obey(order: Order): Promise<void> {
  const began = performance.now();
  if (order === "warm") await warm();
  else if (order === "run") void engine.run();
  else if (order === "cycle") await lane.cycle(new AbortController().signal);
  const peakKiB = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
  process.send?.({ ms: performance.now() - began, peakKiB, cpuMs: cpuMs() } satisfies Answer);
}

/** Work of all threads of this process so far, the system's for it included. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

process.on("message", obey);
process.on("disconnect", () => process.exit(0));
process.send?.({ ms: 0, peakKiB: 0, cpuMs: cpuMs() } satisfies Answer);
