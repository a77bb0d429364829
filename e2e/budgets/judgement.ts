import { monitorEventLoopDelay } from "node:perf_hooks";
import { pairsView } from "#lib/commands/get-pairs.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { PoolFqdn, PoolPair } from "#lib/domain/pool.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { MODULES } from "#lib/modules/registry.ts";
import { engineEar } from "#lib/service/engine-ear.ts";
import { LivePairs } from "#lib/service/pairs-feed.ts";
import { RUN_ID } from "#lib/testkit/builders.ts";
import { anExportReport, anImportReport } from "#lib/testkit/evidence.ts";
import { openTempLedger } from "#lib/testkit/temp-ledger.ts";
import { atMost, type Budget, quantile } from "./table.ts";

const PAIRS = 500;
const BEATS = 24;
const WARM = 8;

/**
 * What a beat of so many pairs costs the process that serves pages: the ledger read, every pair judged, what changed found.
 * The engine's words are written before each look, and not counted. How long pages wait is told of the least disturbed beats:
 * what else a machine does holds them up besides.
 */
export async function judgement(): Promise<Budget[]> {
  const { ledger, remove } = await openTempLedger(systemClock);
  const pairs = Array.from({ length: PAIRS }, (_, n): PoolPair => ({ a: pool("north", n), b: pool("south", n) }));
  const pools = pairs.flatMap(({ a, b }) => [a, b]);
  await ledger.topology.found({ pools, pairs, cmsMaster: pool("north", 0) }, []);
  const lanes = pairs.flatMap(({ a, b }) =>
    MODULES.flatMap(({ name: module }): Lane[] => [
      { from: a, to: b, module },
      { from: b, to: a, module },
    ]),
  );
  const engine = { now: () => ({ running: true, runId: RUN_ID, since: 0, exits: 0 }) };
  const judging = {
    ledger: ledger.doors,
    modules: MODULES,
    pools: new Set(pools),
    engine,
    ear: engineEar(systemClock),
    clock: systemClock,
  };
  const feed = new LivePairs({
    clock: systemClock,
    version: ledger.doors.version,
    view: () => pairsView(judging),
    run: "budgets",
  });
  const say = async () => {
    const at = systemClock.now();
    const told = { runId: RUN_ID, nextCycleAt: null, lastCycleAt: null };
    await ledger.engine.say({
      beat: { runId: RUN_ID, machine: "budgets", at },
      exports: lanes.map((lane) => anExportReport(at, { ...told, lane })),
      imports: lanes.map((lane) => anImportReport(at, { runId: RUN_ID, lane })),
      runs: [],
    });
  };
  const held: number[] = [];
  const worked: number[] = [];
  let { Seq } = await feed.since("");
  for (let beat = 0; beat < BEATS; beat += 1) {
    await say();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const before = process.cpuUsage();
    delay.enable();
    ({ Seq } = await feed.since(Seq));
    await new Promise((resolve) => setTimeout(resolve, 5)); // the last of it is seen too
    delay.disable();
    const { user, system } = process.cpuUsage(before);
    if (beat < WARM) continue;
    held.push(delay.max / 1e6);
    worked.push((user + system) / 1000);
  }
  await remove();
  return [
    atMost(
      `longest that a judgement of ${PAIRS} pairs holds up a page, lower quartile`,
      50,
      quantile(held, 0.25),
      "ms",
      0,
    ),
    atMost(`processor for a judgement of ${PAIRS} pairs, median`, 250, quantile(worked, 0.5), "ms", 0),
  ];
}

const pool = (name: string, n: number) => `${name}${n}.example.com` as PoolFqdn;
