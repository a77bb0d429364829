import type { Clock } from "#lib/ports/clock.ts";

/** A clock that stands still until it is moved; who sleeps moves it. */
export class FakeClock implements Clock {
  readonly startedAt: number;
  #now: number;
  #elapsed = 0;

  constructor(now = Date.UTC(2026, 10, 21, 12)) {
    this.startedAt = now;
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** What others do while somebody sleeps. */
  meanwhile: () => Promise<void> = () => new Promise((resolve) => setImmediate(resolve));

  /** Moves time on and gives everybody else a turn. */
  async sleep(ms: number): Promise<void> {
    this.travel(ms);
    await this.meanwhile();
  }

  elapsed(): number {
    return this.#elapsed;
  }

  travel(ms: number): void {
    this.#now += ms;
    this.#elapsed += ms;
  }

  /** Somebody sets the machine's clock: what is measured does not move. */
  set(ms: number): void {
    this.#now += ms;
  }
}

/** Goes with the machine's time, but who sleeps is done at once and half a minute later: no test waits for a lock. */
export class HurriedClock implements Clock {
  #slept = 0;

  now(): number {
    return Date.now();
  }

  elapsed(): number {
    return performance.now() + this.#slept;
  }

  async sleep(): Promise<void> {
    this.#slept += 30_000;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
