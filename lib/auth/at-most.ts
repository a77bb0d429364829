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
