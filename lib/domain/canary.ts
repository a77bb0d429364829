import { STALLED_AFTER_MS } from "./freshness.ts";
import type { Instant } from "./instant.ts";

/*
 * A marked record in a table of its own, written on one side and read on the other, by the way that every change goes: capture,
 * package, import, ack (PRODUCT A8). It is nobody's data: no count, no limit and no age has it in, so a copy of which nothing
 * else changes stays Final while it is on its way.
 */

/** A canary as it is read from its table: 0 where there is none. Numbers grow with each that is written, and are moments where clocks are right. */
export type CanaryMark = { readonly number: number };

/** No more often than this, however short the interval: each costs a package. */
export const CANARY_EVERY_MS = 60_000;

/** What the exporter knows of its canaries in this run. */
export type CanaryReport = {
  /**
   * How long the last that arrived took, from its writing until the partner's word told that it reads it there, by the
   * exporter's own measure: no two clocks are compared. Null before the first.
   */
  readonly delayMs: number | null;
  /** When that word was heard. */
  readonly arrivedAt: Instant | null;
  /** When the one was written that is on its way; null while none is. Stamped like `PartnerWord.heardAt`. */
  readonly waitingSince: Instant | null;
};

/**
 * A canary is late when it has been on its way for longer than the interval and 60 s, and all that changed before it is known to
 * have arrived: then it is not the backlog that it waits for.
 */
export function isCanaryLate(
  canary: CanaryReport | null,
  oldestChangeAt: Instant | null,
  intervalMs: number,
  now: Instant,
): boolean {
  const since = canary?.waitingSince ?? null;
  if (since === null || now - since <= Math.max(intervalMs, CANARY_EVERY_MS) + STALLED_AFTER_MS) return false;
  return oldestChangeAt === null || oldestChangeAt > since;
}

/** A package that carries a canary and nothing else weighs something and counts for nothing. */
export function isCanaryFlight({ items, bytes }: { readonly items: number; readonly bytes: number }): boolean {
  return items === 0 && bytes > 0;
}
