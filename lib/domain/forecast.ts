import type { ExportReport } from "./evidence.ts";
import type { Instant } from "./instant.ts";
import { BATCH_ITEMS, type CycleLimit, MAX_UNACKED_PACKAGES } from "./limits.ts";
import { TARGET_SECONDS } from "./target.ts";

const TARGET_MS = TARGET_SECONDS * 1000;

/** What a lane will come to if all goes on as it does (PRODUCT A3). Nothing is promised by it. */
export type Forecast = {
  /** When more is at risk than the target allows, or has been since; null while that is not to be expected. */
  readonly breachAt: Instant | null;
  /** When what had to wait will have left; null where nothing had to, or nothing can be said. */
  readonly drainsAt: Instant | null;
  /** What had to wait grows or stays: at this rate it never leaves. */
  readonly doesNotDrain: boolean;
  /** What arrives and leaves, where both were measured and something has to wait; else null. */
  readonly pace: MeasuredPace | null;
};

/** A minute of a lane that falls behind, as its last cycles were. */
export type MeasuredPace = {
  readonly unit: "items" | "bytes";
  readonly arrivesPerMinute: number;
  readonly leavesPerMinute: number;
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

/** From its landing on, a package takes about so long until its ack is heard. */
const ACK_MS = 5_000;
/** A package that is unacked for longer than this says that the partner does not get on. */
const SLOW_ACK_MS = 60_000;

/** Pure: from one report, and from what was measured by it. */
export function forecast(asked: ForecastQuestion): Forecast {
  const pace = asked.isBehind && !asked.isStuck ? paceOf(asked) : null;
  const doesNotDrain = pace !== null && pace.arrived >= pace.carried;
  const drainsAt = pace === null || doesNotDrain ? null : drains(asked, pace);
  return { breachAt: breach(asked), drainsAt, doesNotDrain, pace: measuredPace(asked, pace) };
}

/** What waits, what a cycle carries of it, and what arrives meanwhile: in bytes where they are the limit, else in items. */
type Pace = {
  readonly unit: MeasuredPace["unit"];
  readonly waits: number;
  readonly carried: number;
  readonly arrived: number;
  /** Whether what arrives was measured. */
  readonly isKnown: boolean;
};

const MINUTE_MS = 60_000;

function measuredPace({ intervalMs }: ForecastQuestion, pace: Pace | null): MeasuredPace | null {
  if (!pace?.isKnown) return null;
  const aMinute = (aCycle: number) => Math.round((aCycle / intervalMs) * MINUTE_MS);
  return { unit: pace.unit, arrivesPerMinute: aMinute(pace.arrived), leavesPerMinute: aMinute(pace.carried) };
}

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
  return { unit: isByBytes ? "bytes" : "items", waits, carried, arrived, isKnown };
}

/** Whole cycles, the next of them when it is due. */
function drains(asked: ForecastQuestion, { waits, carried, arrived }: Pace): Instant {
  const cycles = Math.max(1, Math.ceil(waits / (carried - arrived)));
  return nextAck(asked) + (cycles - 1) * asked.intervalMs;
}

/** When what leaves with the next cycle is acknowledged. */
function nextAck({ report: { nextCycleAt }, now }: ForecastQuestion): Instant {
  return Math.max(now, nextCycleAt ?? now) + ACK_MS;
}

function breach(asked: ForecastQuestion): Instant | null {
  const { report, oldestAt, now } = asked;
  if (oldestAt === null) return null;
  const tooOldAt = oldestAt + TARGET_MS;
  if (tooOldAt <= now || asked.isStuck || isUnheeded(report, now)) return tooOldAt;
  // What waits longest goes with the next cycle, however much waits behind it.
  if (nextAck(asked) > tooOldAt) return tooOldAt;
  return asked.isBehind ? outgrown(asked, tooOldAt) : null;
}

/** The partner acknowledges nothing of what it was sent. */
function isUnheeded({ unackedPackages, oldestUnackedAt }: ExportReport, now: Instant): boolean {
  return unackedPackages >= MAX_UNACKED_PACKAGES || (oldestUnackedAt !== null && now - oldestUnackedAt > SLOW_ACK_MS);
}

/**
 * A lane that falls behind: just before each ack what is oldest is older than before the last one. The cycle whose oldest is
 * too old gets too old before it ends.
 */
function outgrown(asked: ForecastQuestion, tooOldAt: Instant): Instant | null {
  const { report, intervalMs } = asked;
  const { measured } = report;
  if (measured === null || measured.cycles < 2 || measured.growthMs <= 0) return null;
  const { peakMs, growthMs } = measured;
  const cycles = Math.max(1, Math.floor((TARGET_MS - peakMs) / growthMs) + 1);
  const tooMuchMs = Math.min(intervalMs, peakMs + cycles * growthMs - TARGET_MS);
  return Math.max(tooOldAt, nextAck(asked) + (cycles - 1) * intervalMs - tooMuchMs);
}
