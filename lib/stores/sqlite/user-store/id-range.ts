/** First and last of numbers that follow each other without a gap; null when they do not. A range is half the work of a list. */
export function rangeOf(ids: readonly number[]): { readonly from: number; readonly to: number } | null {
  const from = ids[0];
  const to = ids.at(-1);
  if (from === undefined || to === undefined || to - from + 1 !== ids.length) return null;
  for (let i = 1; i < ids.length; i++) if (ids[i] !== from + i) return null;
  return { from, to };
}
