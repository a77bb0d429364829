import type { Times } from "#components/status/times.ts";

const DAY_MS = 86_400_000;

/** Steps that people count time in. */
const STEPS_MS = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 7_200, 10_080].map(
  (minutes) => minutes * 60_000,
);

/** Moments to write below a chart, about `most` of them, on whole steps of the reader's clock. */
export function ticks(from: number, to: number, most: number, offsetMs: number): readonly number[] {
  const step = STEPS_MS.find((ms) => (to - from) / ms <= most) ?? DAY_MS * 7;
  const first = Math.ceil((from + offsetMs) / step) * step - offsetMs;
  const found: number[] = [];
  for (let at = first; at <= to; at += step) found.push(at);
  return found;
}

/** How far the reader's clock is ahead of UTC at that moment. */
export function offsetOf(at: number, times: Times | null): number {
  return times === "local" ? -new Date(at).getTimezoneOffset() * 60_000 : 0;
}

/** "10:30", and the day too where a chart is of more than one. */
export function tickText(at: number, spanMs: number, times: Times | null): string {
  const zone = times === "local" ? {} : { timeZone: "UTC" };
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  if (spanMs <= DAY_MS) return new Intl.DateTimeFormat("en-GB", { ...clock, ...zone }).format(at);
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", ...zone }).format(at);
}
