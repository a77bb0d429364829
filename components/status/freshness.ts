import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";

/** Whether this page hears its server (D5): Live, Catching up, or Offline. */
export type PageHearing = "live" | "catching-up" | "offline";

/** Two polls may be missed before the page admits to be late. */
const LATE_AFTER_MS = 6_000;

export function pageHearing(elapsedMs: number): PageHearing {
  if (elapsedMs > UNHEARD_AFTER_MS) return "offline";
  return elapsedMs > LATE_AFTER_MS ? "catching-up" : "live";
}
