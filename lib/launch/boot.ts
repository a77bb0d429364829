import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { readEnv } from "#lib/config/env.ts";
import type { EngineRun } from "#lib/ports/engine-watch.ts";
import { keepLedgerCopies } from "#lib/service/keep-ledger-copies.ts";
import { openWebService } from "#lib/service/web.ts";
import { setWebService } from "#lib/service.ts";
import { removeAddress, writeAddress } from "./address-file.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { startEngine } from "./engine-process.ts";
import { type Supervisor, superviseEngine } from "./engine-supervisor.ts";
import { keepLogsSmall } from "./log-keeper.ts";
import { tellParent, whenParentGone } from "./parent.ts";
import { holdLock } from "./process-lock.ts";
import { Refusal, sentenceOf } from "./refusal.ts";
import { runScript } from "./run-script.ts";
import { systemClock } from "./system-clock.ts";
import { leadUnreadable } from "./unreadable.ts";

const HARD_EXIT_MS = 10_000;
const NO_ENGINE: EngineRun = { running: false, runId: null, since: 0, exits: 0 };

const log = (line: string) => console.log(`${new Date().toISOString()} ${line}`);

/** Runs `close` once, at a signal or when our parent is gone, and then leaves; a close that hangs does not keep us. */
function closeAtTheEnd(close: () => Promise<void>) {
  let isClosing = false;
  const end = async (why: string) => {
    if (isClosing) return;
    isClosing = true;
    log(`stopping: ${why}`);
    setTimeout(() => process.exit(1), HARD_EXIT_MS).unref();
    await close().catch((error: unknown) => log(`while stopping: ${sentenceOf(error)}`));
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void end(signal));
  whenParentGone(() => void end("the process that started this server is gone"));
}

/** Put together while running, as for the engine: no bundler packs it. */
const ledgerScript = () => [process.cwd(), "lib", "launch", "ledger.ts"].join("/");
const copyOnSchedule = async () => (await runScript(ledgerScript(), ["copy", "scheduled"], "inherit", {})) === 0;

async function bringUp() {
  const env = readEnv();
  prepareDataFolder(env.dataFolder);
  const lock = holdLock(join(env.dataFolder, "server.lock"));
  if (!lock) throw new Refusal(`Pairkeeper already runs on the data folder ${env.dataFolder}.`);
  removeAddress(env.dataFolder);

  // The service comes first, for it makes the stores that an engine wants; until there is one, none runs.
  let engine: Supervisor | null = null;
  const service = await openWebService(env, { now: () => engine?.watch.now() ?? NO_ENGINE });
  setWebService(service);
  engine = superviseEngine({
    start: (runId) => startEngine(env.dataFolder, runId),
    newRunId: randomUUID,
    clock: systemClock,
    log,
  });
  const closing = new AbortController();
  const logs = [join(env.dataFolder, "logs", "server.log"), join(env.dataFolder, "logs", "engine.log")];
  void keepLogsSmall(logs, systemClock, closing.signal);
  const copying = keepLedgerCopies(env.dataFolder, {
    clock: systemClock,
    copy: copyOnSchedule,
    signal: closing.signal,
  });
  closeAtTheEnd(async () => {
    closing.abort();
    removeAddress(env.dataFolder);
    await engine?.stop();
    await copying;
    await service.close();
  });

  const address = `http://127.0.0.1:${env.port ?? 3000}`;
  writeAddress(env.dataFolder, address);
  await tellParent({ is: "ready", address, signInLink: await service.signInLink(env.publicUrl ?? address) });
}

/** Brings this server process up, or ends it with one sentence: if start-up threw, Next would stay and answer 500 to everything. */
export async function boot(): Promise<void> {
  leadUnreadable();
  try {
    await bringUp();
  } catch (error) {
    console.error(error);
    await tellParent({ is: "refused", sentence: sentenceOf(error) });
    process.exit(1);
  }
}
