import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "#lib/ports/clock.ts";

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}).catch(() => undefined), // only an abort rejects
};
