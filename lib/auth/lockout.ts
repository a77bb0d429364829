import { z } from "zod";
import type { Instant } from "#lib/domain/instant.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { KeptWhile } from "./kept-while.ts";

/** So many wrong passwords, or codes, of one account within that time lock that way in for as long again. */
const MISSES = { max: 10, withinMs: 15 * 60_000 };
const LOCKED_MS = 15 * 60_000;

const LONGEST_NAME = 64;

/** What of a name counts. */
export const keyOf = (name: string) => name.trim().toLowerCase().slice(0, LONGEST_NAME);

const Known = z.object({ misses: z.array(z.number()), until: z.number().nullable() });
type Known = z.output<typeof Known>;

/**
 * Locks a name after too many wrong tries, whether or not an account has it: who tries learns nothing of that. It outlives a restart, which
 * would else give whoever can bring one about ten tries more.
 */
export type Lockout = {
  /** Until when it is locked; null when it is not. */
  until(name: string): Promise<Instant | null>;
  /** One wrong try; until when the name is locked by it, null when it is not. Of one name at a time. */
  miss(name: string): Promise<Instant | null>;
  /** Somebody came in, or a new link was made. */
  clear(name: string): Promise<void>;
};

export function openLockout(clock: Pick<Clock, "now">, kept: KeptWhile): Lockout {
  const placeOf = (name: string) => `misses ${keyOf(name)}`;
  const known = async (name: string): Promise<Known | null> => {
    const written = await kept.read(placeOf(name));
    return written === null ? null : Known.parse(JSON.parse(written));
  };
  /** A clock that was set back starts anew. */
  const lately = (misses: readonly Instant[], now: Instant) =>
    misses.filter((at) => at <= now && now - at < MISSES.withinMs);
  const locked = (of: Known | null): Instant | null => {
    const until = of?.until ?? null;
    const left = until === null ? 0 : until - clock.now();
    return left > 0 && left <= LOCKED_MS ? until : null;
  };

  return {
    until: async (name) => locked(await known(name)),
    miss: async (name) => {
      const before = await known(name);
      if (locked(before) !== null) return null;
      const now = clock.now();
      const misses = [...lately(before?.misses ?? [], now), now];
      const until = misses.length >= MISSES.max ? now + LOCKED_MS : null;
      const after: Known = until === null ? { misses, until } : { misses: [], until };
      await kept.write(placeOf(name), JSON.stringify(after), until === null ? MISSES.withinMs : LOCKED_MS);
      return until;
    },
    clear: (name) => kept.remove(placeOf(name)),
  };
}
