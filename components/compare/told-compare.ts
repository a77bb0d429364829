import type { CompareView, DriftView, VerifiedView } from "#lib/domain/compare-view.ts";

/** What compares of a copy found, and a page of what differs. */
export type ToldCompares = {
  readonly LastCompare: CompareView | null;
  readonly VerifiedEqual: VerifiedView | null;
  readonly DriftItems: number;
  /** Of them: what sending all again would send. */
  readonly Mendable: number;
  readonly Drift: readonly DriftView[];
  readonly Next: string | null;
};

/** Items of the list on a page. */
export const DRIFT_PAGE = 20;
