import type { Clock } from "#lib/ports/clock.ts";
import type { EngineRun, EngineWatch } from "#lib/ports/engine-watch.ts";

/** How it ended, in a few words. `beginsAnew`: it asked to be started again at once (RESTART_CODE). */
export type EngineEnd = { readonly how: string; readonly beginsAnew: boolean };

/** One run of the engine, as far as its supervisor needs it. */
export type EngineProcess = {
  /** Resolves at its exit, or when it could not be started; never rejects. */
  readonly exited: Promise<EngineEnd>;
  signal(signal: "SIGTERM" | "SIGKILL"): void;
};

export type Supervision = {
  readonly start: (runId: string) => EngineProcess;
  readonly newRunId: () => string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
};

export type Supervisor = { readonly watch: EngineWatch; stop(): Promise<void> };

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
const LONG_LIFE_MS = 30_000;
/** An engine that asks for it sooner, right after it was started for that, is treated like one that died. */
const SHORTEST_LIFE_MS = 1_000;
const STOP_PATIENCE_MS = 5_000;

/**
 * Keeps one engine running. It is restarted when it exits, at once when it asks for that, later each time it dies young, and
 * never because it is silent.
 */
export function superviseEngine({ start, newRunId, clock, log }: Supervision): Supervisor {
  const stopping = new AbortController();
  let seen: EngineRun = { running: false, runId: null, since: clock.now(), exits: 0 };
  let engine: EngineProcess | null = null;

  /** Starts one engine and resolves when it has ended, to how long it lived and whether it begins anew. */
  async function oneRun(): Promise<{ readonly lived: number; readonly beginsAnew: boolean }> {
    const since = clock.now();
    const began = clock.elapsed();
    const runId = newRunId();
    engine = start(runId);
    seen = { running: true, runId, since, exits: seen.exits };
    const { how, beginsAnew } = await engine.exited;
    seen = { running: false, runId: null, since: clock.now(), exits: seen.exits + 1 };
    engine = null;
    log(`engine run ${runId} ended: ${how}`);
    return { lived: clock.elapsed() - began, beginsAnew };
  }

  async function keepRunning() {
    let wait = FIRST_WAIT_MS;
    let wasAsked = false;
    while (!stopping.signal.aborted) {
      const { lived, beginsAnew } = await oneRun();
      if (lived >= LONG_LIFE_MS) wait = FIRST_WAIT_MS;
      const isAtOnce = beginsAnew && (!wasAsked || lived >= SHORTEST_LIFE_MS);
      wasAsked = beginsAnew;
      if (isAtOnce) continue;
      if (!stopping.signal.aborted) await clock.sleep(wait, stopping.signal);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  const ended = keepRunning();
  return {
    watch: { now: () => seen },
    async stop() {
      stopping.abort();
      engine?.signal("SIGTERM");
      const gone = new AbortController();
      const patience = clock.sleep(STOP_PATIENCE_MS, gone.signal);
      await Promise.race([ended, patience]);
      gone.abort();
      engine?.signal("SIGKILL");
      await ended;
    },
  };
}
