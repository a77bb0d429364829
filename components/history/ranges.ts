import type { SamplesView } from "#lib/domain/lane-history.ts";

/** The spans of time that charts are drawn for. */
export const RANGES = [
  { id: "1h", name: "1 h", ms: 3_600_000 },
  { id: "6h", name: "6 h", ms: 6 * 3_600_000 },
  { id: "24h", name: "24 h", ms: 24 * 3_600_000 },
  { id: "7d", name: "7 days", ms: 7 * 24 * 3_600_000 },
  { id: "30d", name: "30 days", ms: 30 * 24 * 3_600_000 },
] as const;

export type Range = (typeof RANGES)[number];

const [HOUR, USUAL] = RANGES;

/** The range of an address; null where it names none. */
export function rangeOf(id: string): Range | null {
  return RANGES.find((range) => range.id === id) ?? null;
}

/** Where a chart opens: on an hour when nothing is known of the time before, for a young service has no more to show; else on six. */
export function usualRange({ To, Points }: Pick<SamplesView, "To" | "Points">): Range {
  const [first] = Points;
  return first !== undefined && Date.parse(first.At) > Date.parse(To) - HOUR.ms ? HOUR : USUAL;
}

/** What `usualRange` is judged by. */
export const WIDEST_USUAL: Range = USUAL;

/** Chart or table; both are of the same numbers. */
export type Shown = "chart" | "table";
