import type { BetterAuthOptions } from "better-auth";
import type { Clock } from "#lib/ports/clock.ts";
import { type AtMost, atMost } from "./at-most.ts";

type TryStorage = NonNullable<NonNullable<BetterAuthOptions["rateLimit"]>["customStorage"]>;

/** Counts the tries at one sign-in, by the way they take. The library's own count is one for all sign-ins of a process. */
export function openTries(clock: Pick<Clock, "now">): TryStorage {
  const ways = new Map<string, AtMost>();
  return {
    consume: async (way, { max, window }) => {
      const own = ways.get(way) ?? atMost({ max, withinMs: window * 1000 }, clock);
      ways.set(way, own);
      const allowed = own.take();
      return { allowed, retryAfter: allowed ? null : window };
    },
  };
}
