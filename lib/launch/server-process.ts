import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { childEnvironment } from "#lib/config/env.ts";
import { compiledFolder } from "./build.ts";
import { logLength, logSince, openLog, reasonIn } from "./log-file.ts";
import type { ServerWord } from "./parent.ts";
import { systemClock } from "./system-clock.ts";

export type ServerPlan = {
  readonly port: number;
  readonly listenOn: "127.0.0.1" | "::";
  readonly dataFolder: string;
  /** Where the build lies: `.next`, or the tests' own. */
  readonly buildFolder: string;
  /** A group of its own, so that a test can kill all of it at once; a normal start stays in npm's group. */
  readonly ownGroup?: boolean;
  readonly more?: Readonly<Record<string, string>>;
};

export type ServerProcess = {
  readonly pid: number | undefined;
  /** Its first word; when it dies without one, a refusal with the most telling line of its log. */
  readonly firstWord: Promise<ServerWord>;
  /** Its exit code; 128 + n after signal n. */
  readonly exited: Promise<number>;
  readonly logPath: string;
  logged(): string;
  signal(signal: NodeJS.Signals): void;
};

const SIGNAL_NUMBER: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? (SIGNAL_NUMBER[signal] ?? 0) : 0)));
  });
}

function wordOf(child: ChildProcess): Promise<ServerWord> {
  return new Promise((resolve) => child.once("message", (word) => resolve(word as ServerWord)));
}

/** Starts the built server. Its log is a file; the channel carries its first word and tells it when we are gone. */
export function launchServer(plan: ServerPlan): ServerProcess {
  const logPath = join(plan.dataFolder, "logs", "server.log");
  const log = openLog(logPath);
  const from = logLength(logPath);
  const next = join(process.cwd(), "node_modules", "next", "dist", "bin", "next");
  const host = plan.listenOn === "::" ? [] : ["-H", plan.listenOn]; // without -H Next takes every address, IPv6 or not
  const child = spawn(process.execPath, [next, "start", "-p", String(plan.port), ...host], {
    stdio: ["ignore", log, log, "ipc"],
    detached: plan.ownGroup ?? false,
    env: childEnvironment({
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXT_MANUAL_SIG_HANDLE: "true",
      PORT: String(plan.port),
      PAIRKEEPER_DATA: plan.dataFolder,
      PAIRKEEPER_BUILD: plan.buildFolder,
      NODE_COMPILE_CACHE: compiledFolder(plan.buildFolder), // the next start takes two thirds of the work
      ...plan.more,
    }),
  });
  const logged = () => logSince(logPath, from);
  const exited = exitOf(child);
  const died = exited.then((): ServerWord => {
    const reason = reasonIn(logged());
    return {
      is: "refused",
      sentence: `The server ended before it was ready${reason ? `: ${reason}` : ""} (see ${logPath}).`,
    };
  });
  return {
    pid: child.pid,
    firstWord: Promise.race([wordOf(child), died]),
    exited,
    logPath,
    logged,
    signal: (signal) => {
      child.kill(signal);
    },
  };
}

/** Asks the health door until it says yes; false when the server ended or `forMs` passed first. */
export async function waitForHealth(address: string, server: ServerProcess, forMs: number): Promise<boolean> {
  const end = systemClock.elapsed() + forMs;
  let isOver = false;
  void server.exited.then(() => {
    isOver = true;
  });
  while (!isOver && systemClock.elapsed() < end) {
    const answer = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(3_000) }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.status === 200) return true;
    await systemClock.sleep(100);
  }
  return false;
}
