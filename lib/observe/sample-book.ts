import type { ExportReport } from "#lib/domain/evidence.ts";
import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";
import { folded, type KnownExport, type KnownImport, type LaneSample, still } from "#lib/domain/sample.ts";
import type { Traffic } from "#lib/domain/trail.ts";

/** A change is written at most so often, and that all stands still at least so often. */
const CHANGE_MS = 4_900;
const STILL_MS = 55_000;

/** What a word tells of a lane beside its report. */
export type Reading = {
  readonly report: ExportReport;
  readonly riskMs: number;
  readonly exportState: KnownExport | null;
  readonly importState: KnownImport | null;
};

/** Folds what one lane's words tell into as few samples as say the same. */
export class SampleBook {
  /** Read and not written. */
  #open: LaneSample | null = null;
  #written: LaneSample | null = null;
  #last: Reading | null = null;

  /** Takes in what a word tells; null where it tells nothing of the backlog. What is to be written now, oldest first. */
  see(reading: Reading | null): readonly LaneSample[] {
    const before = this.#last;
    this.#last = reading;
    const isNext = before !== null && reading !== null && follows(before, reading);
    const left = isNext ? [] : this.#breakOff();
    if (reading === null) return left;
    const now = sampleOf(reading, isNext ? before : null);
    this.#open = this.#open === null ? now : folded(this.#open, now);
    return isDue(this.#written, this.#open) ? [...left, ...this.#write(this.#open)] : left;
  }

  #write(open: LaneSample): readonly LaneSample[] {
    this.#written = open;
    this.#open = null;
    return [open];
  }

  /** A gap begins: what was known before it is kept, and the first reading after it is written at once. */
  #breakOff(): readonly LaneSample[] {
    const left = this.#open === null ? [] : [this.#open];
    this.#open = null;
    this.#written = null;
    return left;
  }
}

function isDue(written: LaneSample | null, open: LaneSample): boolean {
  if (written === null) return true;
  const sinceMs = open.at - written.at;
  return sinceMs >= STILL_MS || (sinceMs >= CHANGE_MS && isChanged(written, open));
}

/** Between two words of one run that are no further apart than that, nothing was unknown. */
function follows(before: Reading, now: Reading): boolean {
  const ms = now.report.at - before.report.at;
  return before.report.runId === now.report.runId && ms > 0 && ms <= UNHEARD_AFTER_MS;
}

function sampleOf({ report, riskMs, exportState, importState }: Reading, before: Reading | null): LaneSample {
  const { at, pendingItems, pendingBytes, inFlightItems, unackedPackages } = report;
  const moved = before === null ? null : since(before.report, report);
  return {
    at,
    knownMs: before === null ? 0 : at - before.report.at,
    pendingItems: still(pendingItems),
    pendingBytes: still(pendingBytes),
    inFlightItems: still(inFlightItems),
    unackedPackages: still(unackedPackages),
    riskMs: still(riskMs),
    exportState,
    importState,
    arrivedItems: moved === null ? 0 : Math.max(0, arrived(before?.report ?? report, report, moved)),
    sentItems: moved?.sentItems ?? 0,
    sentBytes: moved?.sentBytes ?? 0,
    ackedItems: moved?.ackedItems ?? 0,
  };
}

function since(before: ExportReport, now: ExportReport): Traffic {
  const [a, b] = [before.traffic, now.traffic];
  return {
    sentItems: b.sentItems - a.sentItems,
    sentBytes: b.sentBytes - a.sentBytes,
    ackedItems: b.ackedItems - a.ackedItems,
    ackedBytes: b.ackedBytes - a.ackedBytes,
  };
}

/** What there is more of now, and what went away meanwhile. */
function arrived(before: ExportReport, now: ExportReport, moved: Traffic): number {
  const waits = ({ pendingItems, inFlightItems }: ExportReport) => pendingItems + inFlightItems;
  return waits(now) - waits(before) + moved.ackedItems;
}

/** Age alone is no change: it goes on by itself. */
function isChanged(written: LaneSample, open: LaneSample): boolean {
  const figures = (sample: LaneSample) => [
    sample.pendingItems,
    sample.pendingBytes,
    sample.inFlightItems,
    sample.unackedPackages,
  ];
  const isOther = figures(open).some(({ last, least, most }, place) => {
    const before = figures(written)[place]?.last;
    return last !== before || least !== before || most !== before;
  });
  const isYounger = open.riskMs.last < Math.max(open.riskMs.most, written.riskMs.last);
  return isOther || isYounger || open.exportState !== written.exportState || open.importState !== written.importState;
}
