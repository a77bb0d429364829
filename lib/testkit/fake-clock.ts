import type { Clock } from "#lib/ports/clock.ts";

/** A clock that stands still until it is moved; who sleeps moves it. */
export class FakeClock implements Clock {
  readonly startedAt: number;
  #now: number;

  constructor(now = Date.UTC(2026, 10, 21, 12)) {
    this.startedAt = now;
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Moves time on and gives everybody else a turn. */
  async sleep(ms: number): Promise<void> {
    this.#now += ms;
    await new Promise((resolve) => setImmediate(resolve));
  }

  travel(ms: number): void {
    this.#now += ms;
  }
}
