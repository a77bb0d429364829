/** Time between cycles in milliseconds, 5 s to 3 h inclusive (DOMAIN 2.1). */
export type SyncInterval = number & { readonly is: "SyncInterval" };

export const MIN_SYNC_INTERVAL_MS = 5_000;
export const MAX_SYNC_INTERVAL_MS = 3 * 3_600_000;
export const DEFAULT_SYNC_INTERVAL = 120_000 as SyncInterval;

const TIME_SPAN = /^(\d{1,2}):([0-5]\d):([0-5]\d)(?:\.(\d{1,7}))?$/;

/** Reads `hh:mm:ss` with optional fraction; null when it is no such text or out of bounds (DOMAIN 10 no. 2). */
export function syncInterval(text: string): SyncInterval | null {
  return readTimeSpan(text, MIN_SYNC_INTERVAL_MS, MAX_SYNC_INTERVAL_MS) as SyncInterval | null;
}

/** The same text within other bounds, in milliseconds. */
export function readTimeSpan(text: string, leastMs: number, mostMs: number): number | null {
  const match = TIME_SPAN.exec(text.trim());
  if (!match) return null;
  const [, hours, minutes, seconds, fraction = ""] = match;
  const exactMs =
    (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000 + Number(`0.${fraction}`) * 1000;
  const ms = Math.round(exactMs);
  return exactMs >= leastMs && exactMs <= mostMs ? ms : null;
}

/** `hh:mm:ss`, as the cmdlets print it; a fraction only when there is one. */
export function formatSyncInterval(interval: SyncInterval): string {
  return formatTimeSpan(interval);
}

/** The same for any length of less than 100 hours. */
export function formatTimeSpan(interval: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const whole = Math.floor(interval / 1000);
  const clock = `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  const ms = interval % 1000;
  return ms === 0 ? clock : `${clock}.${String(ms).padStart(3, "0")}`;
}
