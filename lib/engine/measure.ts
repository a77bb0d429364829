import type { Instant } from "#lib/domain/instant.ts";
import type { Clock } from "#lib/ports/clock.ts";

/**
 * When a lane was born and last got on, by the clock that nobody can set; told as moments of the wall clock of now, so
 * that differences between them are true whatever happened to that one.
 */
export class Measure {
  readonly #clock: Clock;
  readonly #bornAt: number;
  #progressAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#bornAt = clock.elapsed();
    this.#progressAt = this.#bornAt;
  }

  get bornAt(): Instant {
    return this.wallOf(this.#bornAt);
  }

  get progressAt(): Instant {
    return this.wallOf(this.#progressAt);
  }

  /** An item was looked at, sent or acked (D20). */
  progress(): void {
    this.#progressAt = this.#clock.elapsed();
  }

  /** A moment of `Clock.elapsed` as the wall clock would tell it now, in whole milliseconds. */
  readonly wallOf = (elapsed: number): Instant => Math.round(this.#clock.now() - (this.#clock.elapsed() - elapsed));
}
