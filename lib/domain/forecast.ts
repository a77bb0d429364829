import type { ExportReport } from "./evidence.ts";
import type { Instant } from "./instant.ts";
import { BATCH_ITEMS, type CycleLimit, MAX_UNACKED_PACKAGES } from "./limits.ts";

/** D5: a change without a second copy for longer than this is beyond the target. */
export const TARGET_MS = 300_000;

/** What a lane will come to if all goes on as it does (PRODUCT A3). Nothing is promised by it. */
export type Forecast = {
  /** Until more is at risk than the target allows; 0 when it is, null while that is not to be expected. */
  readonly breachInMs: number | null;
  /** Until what had to wait has left; null where nothing had to, or nothing can be said. */
  readonly drainsInMs: number | null;
  /** What had to wait grows or stays: at this rate it never leaves. */
  readonly doesNotDrain: boolean;
};

export type ForecastQuestion = {
  readonly report: ExportReport;
  /** When the oldest change was made that the partner is not known to have; null when there is none. */
  readonly oldestAt: Instant | null;
  /** The export failed or the partner fails or is silent: nothing gets there. */
  readonly isStuck: boolean;
  /** What had to wait waits for a limit alone. */
  readonly isBehind: boolean;
  /** What one cycle may carry. */
  readonly limit: CycleLimit;
  readonly intervalMs: number;
  readonly now: Instant;
};

const NOTHING: Forecast = { breachInMs: null, drainsInMs: null, doesNotDrain: false };

/** From its landing on, a package takes about so long until its ack is heard. */
const ACK_MS = 5_000;
/** A package that is unacked for longer than this says that the partner does not get on. */
const SLOW_ACK_MS = 60_000;

/** Pure: from one report, and from what was measured by it. */
export function forecast(asked: ForecastQuestion): Forecast {
  const pace = asked.isBehind && !asked.isStuck ? paceOf(asked) : null;
  const doesNotDrain = pace !== null && pace.arrived >= pace.carried;
  return {
    ...NOTHING,
    breachInMs: breachIn(asked),
    drainsInMs: pace === null || doesNotDrain ? null : drainsIn(asked, pace),
    doesNotDrain,
  };
}

/** What waits, what a cycle carries of it, and what arrives meanwhile: in bytes where they are the limit, else in items. */
type Pace = { readonly waits: number; readonly carried: number; readonly arrived: number };

function paceOf({ report, limit, intervalMs }: ForecastQuestion): Pace | null {
  const { measured, pendingBytes, pendingItems, heldItems } = report;
  const bytesPerMs = measured === null ? 0 : measured.arrivedBytesPerMs;
  const isByBytes = Number.isFinite(limit.bytes) && pendingBytes !== null && bytesPerMs !== null;
  const waits = isByBytes ? pendingBytes : pendingItems - heldItems;
  const may = isByBytes ? limit.bytes : Math.min(limit.items, limit.batches * BATCH_ITEMS);
  const sent = isByBytes ? measured?.sentBytes : measured?.sentItems;
  const carried = sent || may;
  if (!Number.isFinite(carried)) return null;
  // One cycle alone cannot tell a burst from a stream.
  const isKnown = measured !== null && measured.cycles >= 2;
  const arrived = isKnown ? (isByBytes ? bytesPerMs : measured.arrivedItemsPerMs) * intervalMs : 0;
  return { waits, carried, arrived };
}

/** Whole cycles, the next of them when it is due. */
function drainsIn({ report, intervalMs, now }: ForecastQuestion, { waits, carried, arrived }: Pace): number {
  const cycles = Math.max(1, Math.ceil(waits / (carried - arrived)));
  return untilNext(report, now) + (cycles - 1) * intervalMs + ACK_MS;
}

function untilNext({ nextCycleAt }: ExportReport, now: Instant): number {
  return Math.max(0, (nextCycleAt ?? now) - now);
}

function breachIn(asked: ForecastQuestion): number | null {
  const { report, oldestAt, now } = asked;
  if (oldestAt === null) return null;
  const left = Math.max(0, TARGET_MS - (now - oldestAt));
  if (left === 0 || asked.isStuck || isUnheeded(report, now)) return left;
  // What waits longest goes with the next cycle, however much waits behind it.
  const clearsIn = untilNext(report, now) + ACK_MS;
  if (clearsIn > left) return left;
  return asked.isBehind ? outgrown(asked, clearsIn, left) : null;
}

/** The partner acknowledges nothing of what it was sent. */
function isUnheeded({ unackedPackages, oldestUnackedAt }: ExportReport, now: Instant): boolean {
  return unackedPackages >= MAX_UNACKED_PACKAGES || (oldestUnackedAt !== null && now - oldestUnackedAt > SLOW_ACK_MS);
}

/**
 * A lane that falls behind: just before each ack what is oldest is older than before the last one. The cycle whose oldest is
 * too old gets too old before it ends.
 */
function outgrown({ report, intervalMs }: ForecastQuestion, clearsIn: number, left: number): number | null {
  const { measured } = report;
  if (measured === null || measured.cycles < 2 || measured.growthMs <= 0) return null;
  const { peakMs, growthMs } = measured;
  const cycles = Math.max(1, Math.floor((TARGET_MS - peakMs) / growthMs) + 1);
  const tooMuchMs = Math.min(intervalMs, peakMs + cycles * growthMs - TARGET_MS);
  return Math.max(left, clearsIn + (cycles - 1) * intervalMs - tooMuchMs);
}
