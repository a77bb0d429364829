import type { Clock } from "#lib/ports/clock.ts";

/** How often an idle loop looks whether there is something to do. */
export const TURN_MS = 250;
/** A loop that found something lately looks so often for more: packages come in a row. */
const SOON_MS = 20;
const LATELY_MS = 1_000;

/** How long a loop rests between its turns. */
export class Pace {
  readonly #clock: Clock;
  #foundAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** After a turn, in which something was found to do or nothing. */
  restMs(hasFound: boolean): number {
    const now = this.#clock.elapsed();
    if (hasFound) this.#foundAt = now;
    if (hasFound) return 0;
    return now - this.#foundAt < LATELY_MS ? SOON_MS : TURN_MS;
  }
}
