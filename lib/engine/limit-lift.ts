import type { Instant } from "#lib/domain/instant.ts";
import { type Lift, leftOfLift } from "#lib/domain/lift.ts";
import type { Clock } from "#lib/ports/clock.ts";

/**
 * A lift of one lane's limits as its engine counts it down: by the clock that nobody can set, from the moment on which it
 * learned of it. It ends by itself, also in the middle of a cycle.
 */
export class LimitLift {
  readonly #clock: Clock;
  #learned: Lift | null = null;
  #endsAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isOn(): boolean {
    return this.#clock.elapsed() < this.#endsAt;
  }

  /** What the ledger says of it now; null for none. True when that is news. */
  learn(lift: Lift | null): boolean {
    if (lift?.at === this.#learned?.at && lift?.ms === this.#learned?.ms) return false;
    this.#learned = lift;
    this.#endsAt =
      lift === null ? Number.NEGATIVE_INFINITY : this.#clock.elapsed() + leftOfLift(lift, this.#clock.now());
    return true;
  }

  /** When it ends, as the wall clock would tell it now; null while the limits hold. */
  until(wallOf: (elapsed: number) => Instant): Instant | null {
    return this.isOn ? wallOf(this.#endsAt) : null;
  }
}
