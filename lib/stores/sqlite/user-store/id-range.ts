/** First and last of numbers that follow each other without a gap; null when they do not. A range is half the work of a list. */
export function rangeOf(ids: readonly number[]): { readonly from: number; readonly to: number } | null {
  const from = ids[0];
  const to = ids.at(-1);
  if (from === undefined || to === undefined || to - from + 1 !== ids.length) return null;
  for (let i = 1; i < ids.length; i++) if (ids[i] !== from + i) return null;
  return { from, to };
}

/** Numbers as they go to a thread and back: mostly they follow each other. */
export type FoldedIds = readonly number[] | { readonly from: number; readonly to: number };

export function fold(ids: readonly number[]): FoldedIds {
  return rangeOf(ids) ?? ids;
}

export function unfold(folded: FoldedIds): readonly number[] {
  if (!("from" in folded)) return folded;
  const ids: number[] = [];
  for (let id = folded.from; id <= folded.to; id++) ids.push(id);
  return ids;
}
