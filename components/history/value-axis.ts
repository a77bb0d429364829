/** What a chart's upright axis is marked with, from 0 to the first mark that nothing is above. */
export type Figure = "items" | "bytes" | "age";

/** Steps in which people count time, in seconds; each multiple that is shown is one word. */
const AGE_STEPS = [15, 60, 120, 300, 600, 3_600, 7_200, 21_600, 86_400, 172_800, 604_800, 2_592_000];
const MOST_MARKS = 5;
/** An axis of nothing at all still has a scale. */
const LEAST: Readonly<Record<Figure, number>> = { items: 4, bytes: 4_000, age: 60 };

/** Marks at whole steps, at most five above 0. */
export function valueMarks(figure: Figure, most: number): readonly number[] {
  const top = Math.max(most, LEAST[figure]);
  const step = figure === "age" ? ageStep(top) : roundStep(top);
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, n) => n * step);
}

function ageStep(top: number): number {
  return AGE_STEPS.find((step) => top / step <= MOST_MARKS) ?? Math.ceil(top / MOST_MARKS / 2_592_000) * 2_592_000;
}

/** 1, 2 or 5 with noughts. */
function roundStep(top: number): number {
  const noughts = 10 ** Math.floor(Math.log10(top / MOST_MARKS));
  const step = [1, 2, 5, 10].find((one) => top / (one * noughts) <= MOST_MARKS) ?? 10;
  return Math.max(1, step * noughts);
}
