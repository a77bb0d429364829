import type { Instant } from "#lib/domain/instant.ts";
import type { Clock } from "#lib/ports/clock.ts";

/** So many wrong passwords, or codes, of one account within that time lock that way in for as long again. */
const MISSES = { max: 10, withinMs: 15 * 60_000 };
const LOCKED_MS = 15 * 60_000;

/**
 * Of so many names it is known what was tried lately; the one that was quiet for longest is forgotten. More than can be tried in
 * that time with what is let through from all the world together, so that nobody is forgotten by others being tried.
 */
const MOST_NAMES = 1_000;
const LONGEST_NAME = 64;

/** What of a name counts. */
export const keyOf = (name: string) => name.trim().toLowerCase().slice(0, LONGEST_NAME);

type Known = { readonly misses: readonly Instant[]; readonly until: Instant | null };

/** Locks a name after too many wrong tries, whether or not an account has it: who tries learns nothing of that. A restart forgets. */
export type Lockout = {
  /** Until when it is locked; null when it is not. */
  until(name: string): Instant | null;
  /** One wrong try; until when the name is locked by it, null when it is not. */
  miss(name: string): Instant | null;
  /** Somebody came in, or a new link was made. */
  clear(name: string): void;
};

export function openLockout(clock: Pick<Clock, "now">): Lockout {
  const all = new Map<string, Known>();
  /** A clock that was set back starts anew. */
  const lately = (misses: readonly Instant[], now: Instant) =>
    misses.filter((at) => at <= now && now - at < MISSES.withinMs);
  const locked = (known: Known | undefined): Instant | null => {
    const until = known?.until ?? null;
    const left = until === null ? 0 : until - clock.now();
    return left > 0 && left <= LOCKED_MS ? until : null;
  };

  return {
    until: (name) => locked(all.get(keyOf(name))),
    miss: (name) => {
      const key = keyOf(name);
      const known = all.get(key);
      if (locked(known) !== null) return null;
      const now = clock.now();
      const misses = [...lately(known?.misses ?? [], now), now];
      const until = misses.length >= MISSES.max ? now + LOCKED_MS : null;
      all.delete(key);
      all.set(key, until === null ? { misses, until } : { misses: [], until });
      for (const oldest of all.keys()) {
        if (all.size <= MOST_NAMES) break;
        all.delete(oldest);
      }
      return until;
    },
    clear: (name) => {
      all.delete(keyOf(name));
    },
  };
}
