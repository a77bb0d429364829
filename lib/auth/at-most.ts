import type { Clock } from "#lib/ports/clock.ts";

/** Lets so many through within a time, from all the world together: a forwarded address can be made up. */
export type AtMost = { take(): boolean };

export function atMost(limit: { readonly max: number; readonly withinMs: number }, clock: Pick<Clock, "now">): AtMost {
  let taken: number[] = [];
  return {
    take: () => {
      const now = clock.now();
      taken = taken.filter((at) => at <= now && now - at < limit.withinMs); // a clock that was set back starts anew
      if (taken.length >= limit.max) return false;
      taken.push(now);
      return true;
    },
  };
}

/** Of so many addresses it is known what they took lately; the one that was quiet for longest is forgotten. */
const MOST_ADDRESSES = 1_000;

/** The same for each address by itself. It holds who does not make his up: another limit has to hold for all of them together. */
export function atMostEach(
  limit: { readonly max: number; readonly withinMs: number },
  clock: Pick<Clock, "now">,
): { take(address: string): boolean } {
  const known = new Map<string, AtMost>();
  return {
    take: (address) => {
      const own = known.get(address) ?? atMost(limit, clock);
      known.delete(address);
      known.set(address, own);
      for (const oldest of known.keys()) {
        if (known.size <= MOST_ADDRESSES) break;
        known.delete(oldest);
      }
      return own.take();
    },
  };
}
