/** One row of the budgets: what was measured beside what it may be. */
export type Budget = {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly isKept: boolean;
};

/** A figure that may be so much and no more. */
export function atMost(what: string, limit: number, measured: number, unit: string, digits = 1): Budget {
  const say = (value: number) => `${value.toFixed(digits)} ${unit}`;
  return { what, target: `≤ ${say(limit)}`, measured: say(measured), isKept: measured <= limit };
}

export function table(rows: readonly Budget[]): string {
  const columns = [
    rows.map(({ what }) => what),
    rows.map(({ measured }) => measured),
    rows.map(({ target }) => target),
    rows.map(({ isKept }) => (isKept ? "kept" : "MISSED")),
  ];
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
  return rows
    .map((_, row) =>
      columns
        .map((cells, column) => (cells[row] ?? "").padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The value below which so large a share lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
