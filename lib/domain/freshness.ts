/** A pool unheard for longer than this is Unknown (D20). */
export const UNHEARD_AFTER_MS = 15_000;

/** How often the engine reads its evidence again and says so (D21, DESIGN 6). */
export const BEAT_MS = 5_000;

/** A lane without progress for its interval and this much more is stalled (D20). */
export const STALLED_AFTER_MS = 60_000;

/**
 * True while something heard at `at` may still be believed at `now`, both by one clock. What lies ahead was written before
 * that clock was set back, so its age is not known; less than a beat is what one reading differs from the next.
 */
export function isFresh(at: number | null, now: number): boolean {
  return at !== null && now - at >= -BEAT_MS && now - at <= UNHEARD_AFTER_MS;
}
