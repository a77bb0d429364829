import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, NOON, SECOND } from "#lib/testkit/builders.ts";
import { anExportReport } from "#lib/testkit/evidence.ts";
import type { ExportReport } from "./evidence.ts";
import { type ForecastQuestion, forecast } from "./forecast.ts";
import { forecastWords } from "./forecast-words.ts";
import { isoInstant } from "./instant.ts";
import { MAX_UNACKED_PACKAGES } from "./limits.ts";
import type { MeasuredCycles } from "./measured-cycles.ts";

const MB = 1024 * 1024;
const UNLIMITED = Number.POSITIVE_INFINITY;
const FILES = { batches: UNLIMITED, bytes: 100 * MB, items: 100_000, highBatches: 0 };
const ROWS = { batches: 2, bytes: UNLIMITED, items: UNLIMITED, highBatches: 1 };
const MEASURED: MeasuredCycles = {
  cycles: 3,
  arrivedItemsPerMs: 0,
  arrivedBytesPerMs: 0,
  sentItems: 2_000,
  sentBytes: 100 * MB,
  peakMs: 0,
  growthMs: 0,
};

/** Behind its limit, with the next cycle in one minute; an interval is two. */
function ask(report: Partial<ExportReport>, more: Partial<ForecastQuestion> = {}) {
  return forecast({
    report: anExportReport(NOON, { nextCycleAt: NOON + MINUTE, ...report }),
    oldestAt: null,
    isStuck: false,
    isBehind: true,
    limit: FILES,
    intervalMs: 2 * MINUTE,
    now: NOON,
    ...more,
  });
}
const drainsIn = (...asked: Parameters<typeof ask>) => {
  const { drainsAt, doesNotDrain } = ask(...asked);
  return doesNotDrain ? "never" : drainsAt === null ? null : (drainsAt - NOON) / MINUTE;
};
const breachesIn = (ageMs: number, ...[report, more]: Parameters<typeof ask>) => {
  const { breachAt } = ask(report, { oldestAt: NOON - ageMs, ...more });
  return breachAt === null ? null : (breachAt - NOON) / SECOND;
};
/** An ack is heard some seconds after its package landed. */
const ACK = 5 / 60;

test("how fast it falls behind is told where it was measured, and only then", () => {
  const measured = { ...MEASURED, arrivedBytesPerMs: (210 * MB) / MINUTE, sentBytes: 100 * MB };
  expect(ask({ pendingBytes: 600 * MB, measured }).pace).toEqual({
    unit: "bytes",
    arrivesPerMinute: 210 * MB,
    leavesPerMinute: 50 * MB,
  });
  expect(ask({ pendingItems: 9_000, measured: { ...MEASURED, sentItems: 900 } }, { limit: ROWS }).pace).toMatchObject({
    unit: "items",
    leavesPerMinute: 450,
  });
  expect(ask({ pendingBytes: 600 * MB }).pace).toBeNull();
  expect(ask({ pendingBytes: 600 * MB, measured }, { isBehind: false }).pace).toBeNull();
});

describe("when a backlog drains", () => {
  test.each<[what: string, report: Partial<ExportReport>, limit: typeof ROWS, minutes: number | "never" | null]>([
    ["before anything is measured, by the limit", { pendingBytes: 600 * MB }, FILES, 1 + 5 * 2 + ACK],
    ["what the next cycle takes", { pendingBytes: 90 * MB, measured: MEASURED }, FILES, 1 + ACK],
    ["rows, by their batches", { pendingItems: 9_000, pendingBytes: null }, ROWS, 1 + 4 * 2 + ACK],
    [
      "rows, by what their cycles carried",
      { pendingItems: 9_000, measured: { ...MEASURED, sentItems: 900 } },
      ROWS,
      1 + 9 * 2 + ACK,
    ],
    [
      "while half as much arrives",
      { pendingBytes: 600 * MB, measured: { ...MEASURED, arrivedBytesPerMs: (50 * MB) / (2 * MINUTE) } },
      FILES,
      1 + 11 * 2 + ACK,
    ],
    [
      "while as much arrives",
      { pendingBytes: 600 * MB, measured: { ...MEASURED, arrivedBytesPerMs: (100 * MB) / (2 * MINUTE) } },
      FILES,
      "never",
    ],
    [
      "after one cycle, that cannot tell a burst from a stream",
      { pendingBytes: 500 * MB, measured: { ...MEASURED, cycles: 1, arrivedBytesPerMs: MB } },
      FILES,
      1 + 4 * 2 + ACK,
    ],
    ["what is held does not leave", { pendingItems: 5_000, heldItems: 3_000 }, ROWS, 1 + ACK],
  ])("%s", (_, report, limit, minutes) => {
    const told = drainsIn(report, { limit });
    if (typeof minutes === "number") expect(told).toBeCloseTo(minutes, 5);
    else expect(told).toBe(minutes);
  });

  test("nothing is said where nothing waits for a limit, or nothing gets there", () => {
    expect(drainsIn({ pendingItems: 5 }, { isBehind: false })).toBeNull();
    expect(drainsIn({ pendingBytes: 600 * MB }, { isStuck: true })).toBeNull();
  });
});

describe("when more is at risk than the target allows", () => {
  test("what leaves in time is not to be too old", () => {
    expect(breachesIn(100 * SECOND, {}, { isBehind: false })).toBeNull();
    expect(ask({}).breachAt).toBeNull();
  });

  test("what leaves too late is, and so is what leaves at all when nothing gets there", () => {
    expect(breachesIn(250 * SECOND, {}, { isBehind: false })).toBe(50);
    expect(breachesIn(100 * SECOND, {}, { isBehind: false, isStuck: true })).toBe(200);
  });

  test("what was is told as it was", () => {
    expect(breachesIn(HOUR, {})).toBe(300 - 3_600);
  });

  test("a partner that acknowledges nothing", () => {
    const sent = { unackedPackages: 1, oldestUnackedAt: NOON - 61 * SECOND };
    expect(breachesIn(70 * SECOND, sent, { isBehind: false })).toBe(230);
    expect(breachesIn(70 * SECOND, { ...sent, oldestUnackedAt: NOON - 9 * SECOND }, { isBehind: false })).toBeNull();
    expect(breachesIn(70 * SECOND, { unackedPackages: MAX_UNACKED_PACKAGES }, { isBehind: false })).toBe(230);
  });

  test("a lane that falls behind is older before each ack; in the cycle that is too old it happens before its end", () => {
    const growing = { measured: { ...MEASURED, peakMs: 200 * SECOND, growthMs: 60 * SECOND } };
    // 260 s before the next ack, 320 s before the one after it: 20 s before that one it was 300 s.
    expect(breachesIn(195 * SECOND, growing)).toBe(65 + 120 - 20);
    expect(breachesIn(100 * SECOND, { measured: { ...MEASURED, peakMs: 200 * SECOND, growthMs: -1 } })).toBeNull();
  });
});

test("in words as exact as a forecast is", () => {
  const words = (breach: number | null, drain: number | null, DoesNotDrain = false) => {
    const at = (minutes: number | null) => (minutes === null ? null : isoInstant(NOON + minutes * MINUTE));
    return forecastWords({ BreachAt: at(breach), DrainsAt: at(drain), DoesNotDrain }, isoInstant(NOON)).join(", ");
  };
  expect(words(1.2, null, true)).toBe("over 5 min in about 1 min, does not drain at this rate");
  expect(words(0.5, 6.2)).toBe("over 5 min in less than 1 min, drains in about 6 min");
  expect(words(-3, 137)).toBe("drains in about 2 h 20 min");
  expect(words(null, 60 * 50)).toBe("drains in about 2 d");
  expect(words(null, null)).toBe("");
});
