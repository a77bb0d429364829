/** What was played, how often each state was seen and judged, and what befell pools and service on the way, by kind. */
export type Totals = {
  readonly histories: number;
  readonly steps: number;
  readonly judged: Readonly<Record<string, number>>;
  readonly befell: Readonly<Record<string, number>>;
};

export const NOTHING_PLAYED: Totals = { histories: 0, steps: 0, judged: {}, befell: {} };

/** Both together. */
export function addTotals(one: Totals, other: Totals): Totals {
  return {
    histories: one.histories + other.histories,
    steps: one.steps + other.steps,
    judged: addCounts(one.judged, other.judged),
    befell: addCounts(one.befell, other.befell),
  };
}

function addCounts(one: Totals["judged"], other: Totals["judged"]): Totals["judged"] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...names].map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}

/** As lines for people, the most frequent first. */
export function toldTotals({ histories, steps, judged, befell }: Totals): string {
  const list = (counts: Totals["judged"]) =>
    Object.entries(counts)
      .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
      .map(([name, times]) => `${name} ${times}`)
      .join(", ");
  return [
    `${histories} histories, ${steps} steps`,
    `judged: ${list(judged) || "nothing"}`,
    `befell: ${list(befell) || "nothing"}`,
  ].join("\n");
}
