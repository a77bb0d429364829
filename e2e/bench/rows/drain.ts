import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { endEngineProcess, hasLeft, startEngineProcess } from "../engine-process.ts";

export type Places = { readonly data: string; readonly source: string; readonly standby: string };

const LOOK_MS = 20;
const PATIENCE_MS = 2 * 60_000;

/** Runs the real engine until every change of `home` is acknowledged. Times from the moment that it says it started. */
export async function drain(
  places: Places,
  home: string,
  rows: number,
): Promise<{ ms: number; cpuMs: number; peakKiB: number }> {
  const engine = await startEngineProcess(places.data);
  const source = new DatabaseSync(places.source, { readOnly: true });
  try {
    const began = performance.now();
    const cpu = cpuMsOf(engine);
    await acknowledged(engine, source);
    const ms = performance.now() - began;
    const cpuMs = cpuMsOf(engine) - cpu;
    checkArrived(places.standby, home, rows);
    return { ms, cpuMs, peakKiB: peakOf(engine) };
  } finally {
    source.close();
    await endEngineProcess(engine);
  }
}

/** Nothing recorded, nothing waiting, nothing on its way. */
async function acknowledged(engine: ChildProcess, source: DatabaseSync): Promise<void> {
  const isDone = source.prepare(`
    SELECT NOT EXISTS (SELECT 1 FROM changes) AND NOT EXISTS (SELECT 1 FROM pending)
      AND NOT EXISTS (SELECT 1 FROM flights) AS done`);
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (isDone.get()?.done !== 1) {
    if (hasLeft(engine)) throw new Error("the engine left");
    if (performance.now() > giveUpAt) throw new Error("the backlog was not drained in time");
    await pause(LOOK_MS);
  }
}

function checkArrived(standby: string, home: string, rows: number): void {
  const db = new DatabaseSync(standby, { readOnly: true });
  const n = Number(db.prepare("SELECT count(*) AS n FROM users WHERE home_pool = ?").get(home)?.n);
  db.close();
  if (n !== rows) throw new Error(`${n} of ${rows} rows arrived`);
}

function peakOf(engine: ChildProcess): number {
  const status = readFileSync(`/proc/${engine.pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]);
}

/** Processor time of all its threads; Linux counts it in hundredths of a second. */
function cpuMsOf(engine: ChildProcess): number {
  const stat = readFileSync(`/proc/${engine.pid}/stat`, "utf8");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}
