import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { engineOf } from "./engine.ts";

const STOP = 'kill -STOP "$1" && sleep "$2"; kill -CONT "$1"';

/**
 * Stops a process where it stands, and lets it go on after so many milliseconds. By a shell: a test that waits for a database
 * that the stopped one holds waits with all of its process, and would never let it go on.
 */
export async function stopFor(pid: number, ms: number): Promise<void> {
  const shell = spawn("sh", ["-c", STOP, "sh", String(pid), String(ms / 1000)], { stdio: "ignore" });
  await once(shell, "exit");
}

/**
 * Stops an engine until it is let go on, where it is writing into no database: else the server, and every program that writes
 * there, would wait for it.
 */
export async function stopIdle(engine: number, dataFolder: string): Promise<void> {
  const pools = join(dataFolder, "pools");
  const databases = [join(dataFolder, "ledger.db"), ...readdirSync(pools).map((pool) => join(pools, pool, "user.db"))];
  for (;;) {
    process.kill(engine, "SIGSTOP");
    while (!stands(engine)) await pause(1);
    if (databases.every(nobodyWrites)) return;
    process.kill(engine, "SIGCONT");
    await pause(1);
  }
}

/** Every thread of it. */
function stands(pid: number): boolean {
  const threads = process.platform === "linux" ? ["-L"] : [];
  const states = execFileSync("ps", [...threads, "-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return states
    .trim()
    .split("\n")
    .every((state) => state.startsWith("T"));
}

const BUSY = 5;

function nobodyWrites(database: string): boolean {
  const client = new DatabaseSync(database, { timeout: 0 });
  try {
    client.exec("BEGIN IMMEDIATE; ROLLBACK");
    return true;
  } catch (error) {
    if ((Number(Reflect.get(Object(error), "errcode")) & 0xff) === BUSY) return false;
    throw error;
  } finally {
    client.close();
  }
}

/** Engine or server is stopped for less than `longestMs`, at random moments that are less than that apart, until it is over. */
export async function stumble(
  server: number,
  random: (below: number) => number,
  longestMs: number,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    await pause(random(longestMs));
    const pid = isOver() ? null : random(2) === 0 ? server : engineOf(server);
    if (pid !== null) await stopFor(pid, random(longestMs));
  }
}
