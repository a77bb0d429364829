/** Deletions that left within so long count. */
export const GUARD_WINDOW_MS = 24 * 60 * 60_000;
/** So many are never held, be they all of it. */
export const GUARD_FREE = 20;
/** From one in so many of the standby on. */
const GUARD_SHARE = 4;

/** What the guard judges by: items of the data set now, and deletions that count (renames and released ones do not). */
export type Deletions = {
  readonly own: number;
  /** Sent within the window. */
  readonly sent: number;
  readonly waiting: number;
  readonly held: number;
};

/**
 * DESIGN L10: whether the deletions that wait are held. The standby has what is here now and what was deleted, as far as it
 * has not heard of it. While any are held those that come are too: a person judges all of a loss.
 */
export function mustHold(found: Deletions): boolean {
  if (found.waiting === 0) return false;
  return found.held > 0 || (countsOf(found) > GUARD_FREE && found.own < enoughOwn(found));
}

/** Deletions that count. */
export function countsOf({ sent, waiting, held }: Omit<Deletions, "own">): number {
  return sent + waiting + held;
}

/** With so many items of its own, or more, the deletions are less than the share. */
export function enoughOwn(found: Omit<Deletions, "own">): number {
  return (GUARD_SHARE - 1) * countsOf(found) + 1;
}
