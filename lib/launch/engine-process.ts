import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { join } from "node:path";
import type { EngineProcess } from "./engine-supervisor.ts";
import { openLog } from "./log-file.ts";
import { RESTART_CODE } from "./restart-code.ts";

/** Put together while running: a bundler that could read the path would try to pack the engine into the server. */
const entry = () => [process.cwd(), "lib", "engine", "main.ts"].join("/");

/** What passes through an engine is soon of no use: a larger nursery takes more memory, and no less time. */
export const ENGINE_FLAGS = ["--max-semi-space-size=8"];

/** Starts the engine as a child in our own process group; the channel tells it when we are gone. */
export function startEngine(dataFolder: string, runId: string): EngineProcess {
  const log = openLog(join(dataFolder, "logs", "engine.log"));
  const child = spawn(process.execPath, [...ENGINE_FLAGS, entry(), `--run=${runId}`], {
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
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
