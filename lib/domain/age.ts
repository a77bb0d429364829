import type { Instant } from "./instant.ts";

const SECOND_MS = 1000;

/** The second that a moment is shown as. */
export function wholeSecond(at: Instant): Instant {
  return Math.floor(at / SECOND_MS) * SECOND_MS;
}

/**
 * How long ago a moment was, by clocks that show whole seconds; 0 for one ahead. Beside "since" it never says a second less than
 * a reader would reckon from that: both would be cut, each by a part of its own.
 */
export function wholeSecondsSince(since: Instant, now: Instant): number {
  return Math.max(0, (wholeSecond(now) - wholeSecond(since)) / SECOND_MS);
}
