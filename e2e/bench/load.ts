import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { FULL_COMPARE } from "#lib/domain/compare.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { poolPlaces } from "#lib/service/pool-places.ts";
import { type OpenLedger, openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { endEngineProcess, hasLeft, startEngineProcess } from "./engine-process.ts";
import { Client } from "./load/client.ts";
import { memoryOf } from "./load/memory.ts";
import { Side } from "./load/sides.ts";
import { makeDeployment } from "./rows/make-deployment.ts";

/** Megabytes (10^6 bytes) that the engine may hold at the most. */
const LIMIT = 400;
const SYNC_INTERVAL_MS = 5_000;
/** Between two bursts of a client; later ones only change what is there. */
const BREATH_MS = 100;
const LATER_BREATH_MS = 2_000;
const TELL_MS = 10_000;
const PATIENCE_MS = 40 * 60_000;
/** What is asked for when all is copied; `--asked compare` asks for that alone. */
const LATER = ["compare", "full-push"] as const;
type Later = (typeof LATER)[number];
const DIRECTIONS = [
  [POOL_1, POOL_2],
  [POOL_2, POOL_1],
] as const;

/**
 * A million users and a million files in a pair, half of them of each pool: some are there when the engine starts, the others
 * come while it copies in both directions, and what is there changes. Then a full compare and a full push of all of it. Prints
 * what the engine's process holds of memory on the way; fails when that was ever more than 400 MB, or the sides differ at the end.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      items: { type: "string", default: "1000000" },
      folder: { type: "string", default: tmpdir() },
      asked: { type: "string", default: LATER.join(",") },
    },
  });
  mkdirSync(values.folder, { recursive: true });
  const data = mkdtempSync(join(values.folder, "pairkeeper-bench-"));
  try {
    const later = LATER.filter((what) => values.asked.split(",").includes(what));
    const peak = await measure(data, Number(values.items) / 2, later);
    console.log(`engine's peak memory ${Math.round(peak)} MB (at most ${LIMIT})`);
    if (peak > LIMIT) process.exitCode = 1;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** `each`: so many users and so many files of each pool. Returns the peak, in megabytes. */
async function measure(data: string, each: number, later: readonly Later[]): Promise<number> {
  await makeDeployment(data);
  const ledger = await openLedger(join(data, "ledger.db"), systemClock);
  await ledger.doors.configure({ syncInterval: SYNC_INTERVAL_MS as never }, anActor());
  const clients = DIRECTIONS.map(([home], at) => new Client(placeOf(data, home, at), each));
  for (const client of clients) client.fill(Math.floor(each / 2));
  const sides = DIRECTIONS.map(([home, partner]) => new Side(data, home, partner));
  console.log(`${(2 * each).toLocaleString("en")} users and as many files, half of them there at the start (${data})`);
  const engine = await startEngineProcess(data);
  const curve = new Curve(engine, sides);
  try {
    await curve.during("copying, both directions", async () => {
      await Promise.all(clients.map(writeAll));
      await untilEqual(engine, sides);
    });
    for (const what of later)
      await curve.during(`${what}, both directions, while clients change what is there`, async () => {
        await whileChanging(clients, () => asked(ledger, engine, what));
        await untilEqual(engine, sides);
      });
    return curve.peak();
  } finally {
    await endEngineProcess(engine);
    for (const side of sides) side.close();
    await ledger.close();
  }
}

const placeOf = (data: string, home: typeof POOL_1, at: number) => ({
  home,
  firstUser: at * 10_000_000,
  userDatabase: poolPlaces(data, home).userDatabase,
  content: join(poolPlaces(data, home).files, "DataConf", home),
});

async function writeAll(client: Client): Promise<void> {
  while (!client.isDone) {
    client.burst();
    await pause(BREATH_MS);
  }
}

async function whileChanging(clients: readonly Client[], work: () => Promise<void>): Promise<void> {
  let isOver = false;
  const changing = clients.map(async (client) => {
    for (; !isOver; await pause(LATER_BREATH_MS)) client.change();
  });
  try {
    await work();
  } finally {
    isOver = true;
    await Promise.all(changing);
  }
}

/** Nothing waits, and what the partner has is the same. */
async function untilEqual(engine: ChildProcess, sides: readonly Side[]): Promise<void> {
  let apart = -1;
  await until(engine, () => {
    if (sides.some((side) => side.progress().waiting > 0)) return false;
    apart = sides.reduce((sum, side) => sum + side.apart(), 0);
    return apart === 0;
  }).catch((error: unknown) => {
    throw new Error(`${apart} items differ`, { cause: error });
  });
}

/** Asks for it in both directions, and waits until all of it has ended well. */
async function asked(ledger: OpenLedger, engine: ChildProcess, what: Later) {
  const detail = what === "compare" ? { ...NO_DETAIL, compare: FULL_COMPARE } : NO_DETAIL;
  const modules = [PRESENCE, DATA_CONF];
  const one = async ([from, to]: (typeof DIRECTIONS)[number]) => {
    const { id } = await ledger.doors.request({ what, from, to, modules, detail }, anActor());
    const runs = async () => (await ledger.doors.requestById(id))?.runs ?? [];
    await until(engine, async () => (await runs()).every((run) => run.endedAt !== null));
    for (const { end, problem } of await runs()) if (end !== "done") throw new Error(`${what}: ${end}, ${problem}`);
  };
  await Promise.all(DIRECTIONS.map(one));
}

async function until(engine: ChildProcess, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (hasLeft(engine)) throw new Error("the engine left");
    if (performance.now() > giveUpAt) throw new Error("it took too long");
    await pause(1_000);
  }
}

/** What the engine holds over time, and what it has done by then. */
class Curve {
  readonly #engine: number;
  readonly #sides: readonly Side[];
  readonly #began = performance.now();

  constructor({ pid = 0 }: ChildProcess, sides: readonly Side[]) {
    this.#engine = pid;
    this.#sides = sides;
  }

  peak(): number {
    return memoryOf(this.#engine).peak;
  }

  async during(what: string, work: () => Promise<unknown>): Promise<void> {
    console.log(
      `${what}\n  time   resident  shared by halves  peak  | waiting, users and files on the standby, for each pool`,
    );
    const telling = setInterval(() => this.#tell(), TELL_MS);
    try {
      await work();
    } finally {
      clearInterval(telling);
      this.#tell();
    }
  }

  #tell(): void {
    const { rss, pss, peak } = memoryOf(this.#engine);
    const seconds = Math.round((performance.now() - this.#began) / 1000);
    const done = this.#sides.map((side) => side.progress()).map((one) => `${one.waiting}, ${one.users}, ${one.files}`);
    const mb = (amount: number) => `${Math.round(amount)} MB`.padStart(8);
    console.log(`  ${String(seconds).padStart(4)} s ${mb(rss)} ${mb(pss)} ${mb(peak)} | ${done.join(" | ")}`);
  }
}
