import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";

/** Whether this page hears its server (D5): Live, Catching up, or Offline. */
export type PageHearing = "live" | "catching-up" | "offline";

/** A word of the server may be missed before the page admits to be late. */
const LATE_AFTER_MS = 6_000;

/** A page that slept is not offline before the server let it wait: `isAsking` while no question failed since the last answer. */
export function pageHearing(elapsedMs: number, isAsking = false): PageHearing {
  if (elapsedMs <= LATE_AFTER_MS) return "live";
  return elapsedMs > UNHEARD_AFTER_MS && !isAsking ? "offline" : "catching-up";
}
