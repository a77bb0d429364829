import type { Instant } from "#lib/domain/instant.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Span } from "#lib/ports/history.ts";

/** History is kept for two years (PRODUCT A10). */
const LONGEST_MS = 2 * 365 * 24 * 3_600_000;

type Asked = {
  readonly after?: Instant | undefined;
  readonly before?: Instant | undefined;
  readonly lastSeconds?: number | undefined;
};

/** The time that is asked about: to now and for so long, unless told otherwise. */
export function spanAsked({ after, before, lastSeconds }: Asked, now: Instant, usual: number): Span {
  const usualMs = lastSeconds === undefined ? usual : lastSeconds * 1000;
  const to = Math.min(before ?? now, now);
  const from = Math.max(after ?? to - usualMs, to - LONGEST_MS);
  if (from < to) return { from, to };
  throw endsBeforeItBegins();
}

/** A time that runs backwards; in words that a page, which calls its fields otherwise, may show too. */
export function endsBeforeItBegins(): Problem {
  return new Problem("bad-input", "What is asked for ends before it begins.", "Give an earlier beginning.", "After");
}
