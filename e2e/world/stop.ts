import { spawn } from "node:child_process";
import { once } from "node:events";
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
