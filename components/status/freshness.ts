import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";

/** Whether this page hears its server (D5): Live, Catching up, or Offline. */
export type PageHearing = "live" | "catching-up" | "offline";

/** A word of the server may be missed before the page admits to be late. */
const LATE_AFTER_MS = 6_000;

/** The moment that a page speaks for: its ages run on while it hears its server, and stop meaning anything where it does not. */
export function spokenAt(hearing: PageHearing, now: string, toldAt: string): string {
  return hearing === "live" ? now : toldAt;
}

/** A page that slept is not offline before the server let it wait: `isAsking` while no question failed since the last answer. */
export function pageHearing(elapsedMs: number, isAsking = false): PageHearing {
  if (elapsedMs <= LATE_AFTER_MS) return "live";
  return elapsedMs > UNHEARD_AFTER_MS && !isAsking ? "offline" : "catching-up";
}
