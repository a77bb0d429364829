import type { ExportReport } from "#lib/domain/evidence.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { MeasuredCycles } from "#lib/domain/measured-cycles.ts";

/** What was longer ago says little of what comes. */
const MOST_CYCLES = 3;

/** What stood at the end of a cycle. */
type Stand = {
  readonly at: Instant;
  readonly sentItems: number;
  readonly sentBytes: number;
  /** Everything that ever arrived: what is there, and what the partner has of it. */
  readonly items: number;
  readonly bytes: number | null;
  /** The most that was at risk since the end of the cycle before. */
  readonly peakMs: number;
};

/** Measures a lane's last cycles, from the reports of one run of the engine. */
export class CycleWindow {
  #stands: readonly Stand[] = [];
  #peakMs = 0;

  /** Takes a report in, and tells what is measured by now; null before two cycles have ended. */
  see(report: ExportReport, riskMs: number): MeasuredCycles | null {
    const { lastCycleAt, countedAt, at } = report;
    this.#peakMs = Math.max(this.#peakMs, riskMs);
    const isNew = lastCycleAt !== null && countedAt === at && lastCycleAt > (this.#stands.at(-1)?.at ?? 0);
    if (isNew) {
      this.#stands = [...this.#stands, standOf(report, lastCycleAt, this.#peakMs)].slice(-MOST_CYCLES - 1);
      this.#peakMs = 0;
    }
    return measured(this.#stands);
  }
}

function standOf(report: ExportReport, at: Instant, peakMs: number): Stand {
  const { traffic, pendingItems, pendingBytes, inFlightItems, inFlightBytes } = report;
  const { sentItems, sentBytes } = traffic;
  const items = pendingItems + inFlightItems + traffic.ackedItems;
  const bytes = pendingBytes === null ? null : pendingBytes + inFlightBytes + traffic.ackedBytes;
  return { at, sentItems, sentBytes, items, bytes, peakMs };
}

function measured(stands: readonly Stand[]): MeasuredCycles | null {
  const last = stands.at(-1);
  const cycles = stands.slice(1).map((stand, place) => [stands[place] ?? stand, stand] as const);
  if (last === undefined || cycles.length === 0) return null;
  const rate = (of: (stand: Stand) => number) =>
    middle(cycles.map(([a, b]) => Math.max(0, of(b) - of(a)) / Math.max(1, b.at - a.at)));
  const areSized = stands.every(({ bytes }) => bytes !== null);
  return {
    cycles: cycles.length,
    arrivedItemsPerMs: rate(({ items }) => items),
    arrivedBytesPerMs: areSized ? rate(({ bytes }) => bytes ?? 0) : null,
    sentItems: Math.max(...cycles.map(([a, b]) => b.sentItems - a.sentItems)),
    sentBytes: Math.max(...cycles.map(([a, b]) => b.sentBytes - a.sentBytes)),
    peakMs: last.peakMs,
    growthMs: middle(cycles.map(([a, b]) => b.peakMs - a.peakMs)),
  };
}

/** Of an even number the lower one. */
function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
