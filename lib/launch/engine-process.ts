import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";
import { join } from "node:path";
import { childEnvironment } from "#lib/config/env.ts";
import type { EngineProcess } from "./engine-supervisor.ts";
import { openLog } from "./log-file.ts";
import { RESTART_CODE } from "./restart-code.ts";

/** Put together while running: a bundler that could read the path would try to pack the engine into the server. */
const entry = () => [process.cwd(), "lib", "engine", "main.ts"].join("/");

/**
 * What passes through an engine is soon of no use: a larger nursery takes more memory, and no less time. Each of its threads,
 * eight with a busy pair, has one of this size, for V8 puts the flag before a limit that a thread is given: at twice as much the
 * copy of a million took some twenty megabytes more. What outlived it is swept when there is half as much again as is
 * needed, not three times.
 */
export const ENGINE_FLAGS = ["--max-semi-space-size=2", "--heap-growing-percent=40"];

/**
 * The C library's memory, which databases and buffers of all threads take: a heap for two threads and not for each, and what is
 * large goes back to the system as soon as it is free. Otherwise an engine grows for hours, and holds a quarter more.
 */
export const ENGINE_MEMORY = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "131072",
  MALLOC_TRIM_THRESHOLD_: "131072",
} as const;

/** So many steps behind: where both want all of the processor, the engine still has a quarter of it. */
const STEPS_BEHIND = 5;

/**
 * Where both want the processor, who looks at a page comes before a sync. From its first moment on, so that all its threads
 * have it; a machine that does not know of it, or a child that is gone again, goes without.
 */
function giveWay(child: number | undefined): void {
  if (child === undefined) return;
  try {
    setPriority(child, Math.min(getPriority() + STEPS_BEHIND, constants.priority.PRIORITY_LOW));
  } catch {
    // nothing depends on it
  }
}

/** Starts the engine as a child in our own process group; the channel tells it when we are gone. */
export function startEngine(dataFolder: string, runId: string): EngineProcess {
  const log = openLog(join(dataFolder, "logs", "engine.log"));
  const child = spawn(process.execPath, [...ENGINE_FLAGS, entry(), `--run=${runId}`], {
    stdio: ["ignore", log, log, "ipc"],
    env: childEnvironment(ENGINE_MEMORY),
  });
  closeSync(log);
  giveWay(child.pid);
  return {
    exited: new Promise((resolve) => {
      child.once("error", (error) => resolve({ how: error.message, beginsAnew: false }));
      child.once("exit", (code, signal) =>
        resolve({ how: signal ?? `code ${code}`, beginsAnew: code === RESTART_CODE }),
      );
    }),
    signal: (signal) => {
      child.kill(signal);
    },
  };
}
