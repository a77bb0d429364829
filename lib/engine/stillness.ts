/** A source from which things go all the time is not waited for any longer than this. */
const MOST_MS = 10 * 60_000;

/**
 * Whether deletions wait for the source to hold still. While things go on going during a look, the removal of everything may
 * have just begun, and its first part is too small for the guard to see (DESIGN L10).
 */
export class Stillness {
  #since: number | null = null;
  #isAwaited = false;

  get isAwaited(): boolean {
    return this.#isAwaited;
  }

  /** A look ended at `now` of `Clock.elapsed`. */
  looked(isShrinking: boolean, now: number): void {
    this.#since = isShrinking ? (this.#since ?? now) : null;
    this.#isAwaited = this.#since !== null && now - this.#since < MOST_MS;
  }
}
