import { nextDue } from "./cycle.ts";

/** A change wakes its lane at most this often (D13). */
const WAKE_MS = 1_000;

/**
 * When a lane's next cycle is due, measured by a clock that nobody can set (D13, D18). A window is one interval's time:
 * cycles in it share its limits.
 */
export class Schedule {
  #windowAt: number;
  #startedAt: number;
  #dueAt: number;
  /** After a failure nothing is tried before this, except what a person asks for anew. */
  #notBefore = Number.NEGATIVE_INFINITY;

  constructor(now: number) {
    this.#windowAt = now;
    this.#startedAt = now;
    this.#dueAt = now;
  }

  get dueAt(): number {
    return Math.max(this.#dueAt, this.#notBefore);
  }

  /** When somebody asks for it: now, or when the pause of a failure is over. */
  dueWhenAsked(now: number): number {
    return Math.max(Math.min(this.#dueAt, now), this.#notBefore);
  }

  /** When a change wakes the lane; looks that take long are not woken for more than a small share of the time. */
  dueWhenWoken(pauseMs: number): number {
    const woken = this.#startedAt + Math.max(WAKE_MS, pauseMs);
    return Math.max(Math.min(this.#dueAt, woken), this.#notBefore);
  }

  /** A cycle begins. True when a new window begins with it: a full interval has passed, or `isAsked`. */
  begin(now: number, intervalMs: number, isAsked: boolean, isFirst: boolean): boolean {
    this.#startedAt = now;
    this.#notBefore = Number.NEGATIVE_INFINITY;
    const isNew = isAsked || isFirst || now - this.#windowAt >= intervalMs;
    if (isNew) this.#windowAt = now;
    return isNew;
  }

  /** The cycle went through: the next is due with the next window. */
  ended(now: number, intervalMs: number): void {
    this.#dueAt = nextDue(this.#windowAt, intervalMs, now);
  }

  /** It failed, or could not begin: it is tried again after a pause. */
  retryAfter(now: number, pauseMs: number): void {
    this.#notBefore = now + pauseMs;
    this.#dueAt = this.#notBefore;
  }

  /** Something was seen that a cycle should look after by `at` at the latest. */
  noLaterThan(at: number): void {
    this.#dueAt = Math.min(this.#dueAt, at);
  }

  /** The pause of a failure is over: a person asks. */
  forgive(): void {
    this.#notBefore = Number.NEGATIVE_INFINITY;
  }
}
