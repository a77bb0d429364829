import { setTimeout as pause } from "node:timers/promises";
import { engineOf } from "./engine.ts";

/** True while there was such a process. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false; // it is gone
  }
}

/** Stops a process where it stands, and lets it go on after so many milliseconds. */
export async function stopFor(pid: number, ms: number): Promise<void> {
  signal(pid, "SIGSTOP");
  try {
    await pause(ms);
  } finally {
    signal(pid, "SIGCONT");
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
