import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { systemClock } from "#lib/launch/system-clock.ts";
import { poolPlaces } from "#lib/service/pool-places.ts";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { anActor, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { BenchEngine } from "./files/bench-engine.ts";
import { childrenCpuMs } from "./files/children-cpu.ts";
import { changeSome, FILES_A_FOLDER, FOLDERS, makeTree } from "./files/tree.ts";
import { makeDeployment } from "./rows/make-deployment.ts";

/** A file has to hold still for 2 s before it counts as seen (DESIGN 4): older ones are what is measured. */
const QUIET_MS = 2_500;
/** No cycle but those that are asked for. */
const NO_CYCLES = 3 * 60 * 60_000;

/**
 * 100,000 files of 4 KiB through the real engine, from change to ack, beside `rsync -a` of the same tree in the same run to a
 * fresh target: W1 the first copy, by an engine that was started for it and by one that had copied as many before, as a
 * service that runs for long has; W2 a hundred of them changed, W4 nothing changed. With `--pairs 5` W1 is measured so often,
 * each time by a new engine, and the least, the middle and the greatest ratio are told: one run on a shared machine says little.
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      memory: { type: "string", default: "/dev/shm" },
      disk: { type: "string", default: tmpdir() },
      only: { type: "string", default: "tmpfs,disk" },
      pairs: { type: "string", default: "1" },
    },
  });
  if (!hasRsync()) {
    console.error(
      "This benchmark compares with rsync, and there is none on this machine: install it (apt install rsync).",
    );
    process.exitCode = 1;
    return;
  }
  const only = values.only.split(",");
  const pairs = Number(values.pairs);
  if (only.includes("tmpfs")) await compare("tmpfs", values.memory, pairs);
  if (only.includes("disk")) await compare("disk", values.disk, pairs);
}

function hasRsync(): boolean {
  try {
    execFileSync("rsync", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function compare(what: string, place: string, pairs: number): Promise<void> {
  mkdirSync(place, { recursive: true });
  const folder = mkdtempSync(join(place, "pairkeeper-bench-"));
  try {
    await measure(what, folder, pairs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(what: string, folder: string, pairs: number): Promise<void> {
  console.log(
    `${what}: ${(FOLDERS * FILES_A_FOLDER).toLocaleString("en")} files of 4 KiB in ${FOLDERS} folders (${folder})`,
  );
  const reach = what === "tmpfs" ? " (reach 1.00)" : "";
  for (const kind of ["cold", "warm"] as const) {
    const ratios: number[] = [];
    for (let pair = 1; pair <= pairs; pair++) {
      const place = join(folder, `${kind}-${pair}`);
      ratios.push(await measureOne(place, kind === "warm", pair === pairs, reach));
      // Memory is given back; a disk is slow for a minute after so many files are deleted (SPEED 2).
      if (what === "tmpfs") rmSync(place, { recursive: true });
    }
    if (pairs > 1) tellRatios(`W1 ${kind}, ${pairs} pairs`, ratios);
  }
}

function tellRatios(what: string, ratios: readonly number[]): void {
  const [least, middle, greatest] = [0, 0.5, 1].map((share) => {
    const at = Math.round(share * (ratios.length - 1));
    return ratios.toSorted((a, b) => a - b)[at]?.toFixed(2);
  });
  console.log(`  ${what}: ratio ${least} at the least, ${middle} in the middle, ${greatest} at the most`);
}

/**
 * The ratio of the first copy by an engine that started this moment; one that is to be warm copied as much in another
 * deployment before. The last warm one goes on with changes.
 */
async function measureOne(folder: string, isWarm: boolean, isLast: boolean, reach: string): Promise<number> {
  const data = join(folder, "data");
  const target = join(folder, "rsync");
  const before = isWarm ? join(folder, "before") : null;
  const { source, standby } = await deploy(data, FOLDERS);
  if (before !== null) await deploy(before, FOLDERS);
  await settle();
  const engine = await BenchEngine.open(data, before ?? undefined);
  const rsync = async () => execFileSync("rsync", ["-a", `${source}/`, `${target}/`]);
  const theirs = (times = 1) => measured(rsync, times, async () => childrenCpuMs());
  const ours = (work: () => Promise<unknown>, times = 1) => measured(work, times, () => engine.cpuMs());
  try {
    if (isWarm) await engine.warm();
    const how = isWarm ? "engine that copied as many before" : "engine just started";
    const ratio = report(`W1 first copy, ${how}`, await theirs(), await ours(() => engine.firstCopy()), reach);
    checkEqual(source, standby);
    console.log(`  engine's peak memory ${Math.round(await engine.peakMiB())} MiB (reach 400 MB, which are 381)`);
    if (!isWarm || !isLast) return ratio;
    await settle();
    const look = () => engine.look();
    report("W4 nothing changed, the middle of 5", await theirs(5), await ours(look, 5), " (reach 1.00)");
    const copy = () => engine.copy();
    changeSome(source, "second");
    await settle();
    report("W2 100 changed, 2 s before", await theirs(), await ours(copy));
    changeSome(source, "third");
    report("W2 100 changed just now, with the 2 s of waiting", await theirs(), await ours(copy));
    checkEqual(source, standby);
    console.log(`  engine's peak memory ${Math.round(await engine.peakMiB())} MiB (reach 400 MB, which are 381)`);
    return ratio;
  } finally {
    await engine.close();
  }
}

/** Two pools, and files in the first. */
async function deploy(data: string, folders: number): Promise<{ source: string; standby: string }> {
  mkdirSync(data, { recursive: true });
  await makeDeployment(data);
  await configure(data);
  const source = join(poolPlaces(data, POOL_1).files, "DataConf", POOL_1);
  makeTree(source, folders);
  return { source, standby: join(poolPlaces(data, POOL_2).files, "DataConf", POOL_1) };
}

async function configure(data: string): Promise<void> {
  const ledger = await openLedger(join(data, "ledger.db"), systemClock);
  await ledger.doors.configure({ syncInterval: NO_CYCLES as never }, anActor());
  await ledger.close();
}

/** What was written is on the disk and old enough. */
async function settle(): Promise<void> {
  execFileSync("sync");
  await pause(QUIET_MS);
}

/** By the clock and by what the processors did: where others work too the clock alone tells little. */
type Cost = { readonly ms: number; readonly cpuMs: number };

/** Short runs on a shared machine: the middle one of several. */
async function measured(work: () => Promise<unknown>, times: number, cpuMs: () => Promise<number>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let run = 0; run < times; run++) {
    const before = await cpuMs();
    const began = performance.now();
    await work();
    const ms = performance.now() - began;
    costs.push({ ms, cpuMs: (await cpuMs()) - before });
  }
  const middle = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
  return { ms: middle(costs.map((one) => one.ms)), cpuMs: middle(costs.map((one) => one.cpuMs)) };
}

/** Tells how many times as fast as rsync it was. */
function report(what: string, rsync: Cost, engine: Cost, reach = ""): number {
  const told = ({ ms, cpuMs }: Cost) =>
    `${ms.toFixed(0).padStart(6)} ms (${cpuMs.toFixed(0).padStart(5)} ms of processor)`;
  const ratio = rsync.ms / engine.ms;
  console.log(`  ${what.padEnd(50)} rsync ${told(rsync)}   engine ${told(engine)}   ratio ${ratio.toFixed(2)}${reach}`);
  return ratio;
}

/** Figures of files that did not all arrive would be worth nothing. */
function checkEqual(source: string, standby: string): void {
  const flags = ["-rnci", "--delete", "--exclude=/.pairkeeper-store"];
  const differing = execFileSync("rsync", [...flags, `${source}/`, `${standby}/`]).toString();
  if (differing !== "") throw new Error(`the copies differ:\n${differing.slice(0, 500)}`);
}
