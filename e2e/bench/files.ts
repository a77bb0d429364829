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
import { changeSome, FILES_A_FOLDER, FOLDERS, makeTree } from "./files/tree.ts";
import { makeDeployment } from "./rows/make-deployment.ts";

/** A file has to hold still for 2 s before it counts as seen (DESIGN 4): older ones are what is measured. */
const QUIET_MS = 2_500;
/** No cycle but those that are asked for. */
const NO_CYCLES = 3 * 60 * 60_000;

/**
 * 100,000 files of 4 KiB through the real engine, from change to ack, beside `rsync -a` of the same tree in the same run to a
 * fresh target: W1 the first copy, W2 a hundred of them changed, W4 nothing changed.
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { memory: { type: "string", default: "/dev/shm" }, disk: { type: "string", default: tmpdir() } },
  });
  if (!hasRsync()) {
    console.error(
      "This benchmark compares with rsync, and there is none on this machine: install it (apt install rsync).",
    );
    process.exitCode = 1;
    return;
  }
  await compare("tmpfs", values.memory);
  await compare("disk", values.disk);
}

function hasRsync(): boolean {
  try {
    execFileSync("rsync", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function compare(what: string, place: string): Promise<void> {
  mkdirSync(place, { recursive: true });
  const folder = mkdtempSync(join(place, "pairkeeper-bench-"));
  try {
    await measure(what, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(what: string, folder: string): Promise<void> {
  const data = join(folder, "data");
  const target = join(folder, "rsync");
  mkdirSync(data);
  await makeDeployment(data);
  await configure(data);
  const source = join(poolPlaces(data, POOL_1).files, "DataConf", POOL_1);
  const standby = join(poolPlaces(data, POOL_2).files, "DataConf", POOL_1);
  makeTree(source);
  console.log(
    `${what}: ${(FOLDERS * FILES_A_FOLDER).toLocaleString("en")} files of 4 KiB in ${FOLDERS} folders (${folder})`,
  );
  await settle();
  const rsync = () => timed(() => execFileSync("rsync", ["-a", `${source}/`, `${target}/`]));
  const engine = await BenchEngine.open(data);
  try {
    report("W1 first copy", await rsync(), await engine.firstCopy(), what === "tmpfs" ? " (reach 1.00)" : "");
    checkEqual(source, standby);
    await settle();
    const looks = await middleOf(() => engine.look());
    report("W4 nothing changed, the middle of 5", await middleOf(rsync), looks, " (reach 1.00)");
    changeSome(source, "second");
    await settle();
    report("W2 100 changed, 2 s before", await rsync(), await engine.copy());
    changeSome(source, "third");
    report("W2 100 changed just now, with the 2 s of waiting", await rsync(), await engine.copy());
    checkEqual(source, standby);
    console.log(`  engine's peak memory ${Math.round(await engine.peakMiB())} MiB (reach 400)`);
  } finally {
    await engine.close();
  }
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

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** Short runs on a shared machine: the middle one of five. */
async function middleOf(work: () => number | Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 5; run++) times.push(await work());
  return times.sort((a, b) => a - b)[2] ?? Number.NaN;
}

/** `ratio`: how many times as fast as rsync. */
function report(what: string, rsync: number, engine: number, reach = ""): void {
  const times = `rsync ${rsync.toFixed(0).padStart(6)} ms   engine ${engine.toFixed(0).padStart(6)} ms`;
  console.log(`  ${what.padEnd(50)} ${times}   ratio ${(rsync / engine).toFixed(2)}${reach}`);
}

/** Figures of files that did not all arrive would be worth nothing. */
function checkEqual(source: string, standby: string): void {
  const flags = ["-rnci", "--delete", "--exclude=/.pairkeeper-store"];
  const differing = execFileSync("rsync", [...flags, `${source}/`, `${standby}/`]).toString();
  if (differing !== "") throw new Error(`the copies differ:\n${differing.slice(0, 500)}`);
}
