import { join } from "node:path";
import { parseArgs } from "node:util";
import { readEnv } from "#lib/config/env.ts";
import { whenParentGone } from "#lib/launch/parent.ts";
import { waitForLock } from "#lib/launch/process-lock.ts";
import { RESTART_CODE } from "#lib/launch/restart-code.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { openEngineService } from "#lib/service/engine.ts";
import { loadThreads } from "./load-threads.ts";

/** A killed server's engine may still be dying. */
const LOCK_PATIENCE_MS = 10_000;
const HARD_EXIT_MS = 5_000;

const { values } = parseArgs({ options: { run: { type: "string" }, load: { type: "boolean" } } });
if (values.load) {
  await loadThreads();
  process.exit();
}
const env = readEnv();
const lock = await waitForLock(join(env.dataFolder, "engine.lock"), { forMs: LOCK_PATIENCE_MS, clock: systemClock });
if (!lock || !values.run) {
  console.error(
    lock ? "The engine is started by the server, with --run." : "Another engine works on this data folder.",
  );
  process.exit(1);
}

let code = 0;
/** Set once there is an engine to bring to rest. */
let rest: (() => void) | null = null;
let isStopped = false;
const stop = () => {
  isStopped = true;
  setTimeout(() => process.exit(code || 1), HARD_EXIT_MS).unref();
  rest?.();
};
// Before it says that it started: who stops it then must not find a process that does not listen.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);
const service = await openEngineService(env, values.run);
rest = () => service.engine.stop();
if (isStopped) rest();
void service.restartAsked.then(() => {
  code = RESTART_CODE;
  stop();
});
whenParentGone(stop);
await service.engine.run();
await service.close();
process.exit(code);
