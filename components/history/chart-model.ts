import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";
import type { SamplePoint, SamplesView } from "#lib/domain/lane-history.ts";

/** One place on the time line; all null in the middle of what was not known. */
export type ChartRow = {
  readonly at: number;
  readonly waiting: number | null;
  readonly unacked: number | null;
  readonly bytes: number | null;
  readonly age: number | null;
};

/** A time of which nothing is known: drawn hatched, never as a line. */
export type Gap = { readonly from: number; readonly to: number };

/** What charts and tables are drawn from: the points of one answer, and nothing between them that was not known. */
export type ChartModel = {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly ChartRow[];
  readonly gaps: readonly Gap[];
};

/** Each point by the most of its time, so that no spike is lost. */
export function chartModel({ From, To, Points }: SamplesView): ChartModel {
  const [from, to] = [Date.parse(From), Date.parse(To)];
  const rows: ChartRow[] = [];
  const gaps: Gap[] = [];
  let knownUntil = from;
  for (const point of Points) {
    const [since, at] = [Math.max(from, Date.parse(point.Since)), Date.parse(point.At)];
    const gap = gapBetween(knownUntil, since);
    if (gap !== null) {
      gaps.push(gap);
      if (rows.length > 0) rows.push(nothing(gap.from + 1));
    }
    if ((gap !== null || rows.length === 0) && since < at) rows.push(rowOf(point, since));
    rows.push(rowOf(point, at));
    knownUntil = at;
  }
  const rest = gapBetween(knownUntil, to);
  return { from, to, rows, gaps: rest === null ? gaps : [...gaps, rest] };
}

/** What is no longer than a silence that is still believed is none. */
export function gapBetween(from: number, to: number): Gap | null {
  return to - from > UNHEARD_AFTER_MS ? { from, to } : null;
}

function rowOf(point: SamplePoint, at: number): ChartRow {
  return {
    at,
    waiting: point.PendingItemsMost,
    unacked: point.UnackedItemsMost,
    bytes: point.PendingBytesMost,
    age: point.SecondsAtRiskMost,
  };
}

function nothing(at: number): ChartRow {
  return { at, waiting: null, unacked: null, bytes: null, age: null };
}

/** The point next to a moment; null when there is none. */
export function pointNear(points: readonly SamplePoint[], at: number): number | null {
  let best: number | null = null;
  let bestMs = Number.POSITIVE_INFINITY;
  for (const [place, { At }] of points.entries()) {
    const ms = Math.abs(Date.parse(At) - at);
    if (ms < bestMs) [best, bestMs] = [place, ms];
  }
  return best;
}
