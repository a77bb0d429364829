import type { Clock } from "#lib/ports/clock.ts";

/**
 * Ends a rest early. It tells nothing: who is woken looks for itself, and would have found the same without it a little
 * later.
 */
export class Bell {
  #isRung = false;
  #rest: AbortController | null = null;

  ring(): void {
    this.#isRung = true;
    this.#rest?.abort();
  }

  /** Rests for so long, or until it is rung; only for a moment when it was rung since the last rest. */
  async rest(clock: Clock, ms: number, stop: AbortSignal): Promise<void> {
    const rest = new AbortController();
    const end = () => rest.abort();
    stop.addEventListener("abort", end, { once: true });
    if (stop.aborted) end();
    this.#rest = rest;
    await clock.sleep(this.#isRung ? 0 : ms, rest.signal);
    this.#rest = null;
    this.#isRung = false;
    stop.removeEventListener("abort", end);
  }
}
