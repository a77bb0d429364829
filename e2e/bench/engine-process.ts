import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { compiledFolder, compileEngine } from "#lib/launch/build.ts";
import { ENGINE_FLAGS, ENGINE_MEMORY } from "#lib/launch/engine-process.ts";

/**
 * The real engine's own process on a data folder, started as the server of a build starts it; resolves when it says that it
 * started.
 */
export async function startEngineProcess(data: string): Promise<ChildProcess> {
  await compileEngine(data, "inherit");
  const entry = new URL("../../lib/engine/main.ts", import.meta.url).pathname;
  const engine = spawn(process.execPath, [...process.execArgv, ...ENGINE_FLAGS, entry, "--run", "bench"], {
    env: { ...process.env, ...ENGINE_MEMORY, NODE_COMPILE_CACHE: compiledFolder(data), PAIRKEEPER_DATA: data },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  await started(engine);
  return engine;
}

/** Resolves when it is gone. */
export async function endEngineProcess(engine: ChildProcess): Promise<void> {
  engine.kill();
  if (!hasLeft(engine)) await once(engine, "exit");
}

export const hasLeft = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function started(engine: ChildProcess): Promise<void> {
  if (!engine.stdout) throw new Error("the engine has no log");
  const isTalkative = process.env.BENCH_LOG === "1";
  const log = createInterface(engine.stdout);
  await new Promise<void>((resolve, reject) => {
    engine.once("exit", () => reject(new Error("the engine left before it started")));
    log.on("line", (line) => {
      if (isTalkative) console.log(line);
      if (line.includes('"engine started"')) resolve();
    });
  });
}
