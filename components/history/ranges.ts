/** The spans of time that charts are drawn for. */
export const RANGES = [
  { id: "1h", name: "1 h", ms: 3_600_000 },
  { id: "6h", name: "6 h", ms: 6 * 3_600_000 },
  { id: "24h", name: "24 h", ms: 24 * 3_600_000 },
  { id: "7d", name: "7 days", ms: 7 * 24 * 3_600_000 },
  { id: "30d", name: "30 days", ms: 30 * 24 * 3_600_000 },
] as const;

export type Range = (typeof RANGES)[number];

/** The range of an address; six hours where it names none. */
export function rangeOf(id: string): Range {
  return RANGES.find((range) => range.id === id) ?? RANGES[1];
}

/** Chart or table; both are of the same numbers. */
export type Shown = "chart" | "table";
