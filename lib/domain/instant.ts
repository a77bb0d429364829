/** Milliseconds since 1970, UTC. Instants end in `At`, lengths in `Ms`. */
export type Instant = number;

/** ISO text in UTC with milliseconds, as every door writes instants. */
export function isoInstant(at: Instant): string {
  return new Date(at).toISOString();
}

/** The same for an instant that may not have come yet. */
export function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoInstant(at);
}
