import type { Clock } from "#lib/ports/clock.ts";

/** The clock of threads that wait for a lock: nothing that is kept is stamped by it. */
export const threadClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
