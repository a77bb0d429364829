import { wholeSecond } from "#lib/domain/age.ts";
import { exportsAs } from "#lib/domain/cms-role.ts";
import type { ExportReport, ImportReport } from "#lib/domain/evidence.ts";
import { isBlind } from "#lib/domain/export-state.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Lane } from "#lib/domain/lane.ts";
import { judgeExport, judgeImport, knownBacklog } from "#lib/domain/lane-state.ts";
import type { SyncRun } from "#lib/domain/request.ts";
import type { KnownExport, KnownImport } from "#lib/domain/sample.ts";
import { oldestAtRisk } from "#lib/domain/status.ts";
import type { LaneMemory, Seen } from "#lib/ports/history.ts";
import { CycleWindow } from "./cycle-window.ts";
import { type Reading, SampleBook } from "./sample-book.ts";
import { Spark } from "./spark.ts";
import { StateBook } from "./state-book.ts";

/** What a word tells of one lane. */
export type LaneWord = {
  readonly exported: ExportReport | null;
  readonly imported: ImportReport | null;
  readonly runs: readonly SyncRun[];
  readonly intervalMs: number;
  readonly at: Instant;
};

/** What there is to be written of it, and the report with what was measured. */
export type LaneSeen = Omit<Seen, "begins"> & { readonly exported: ExportReport | null };

/** Listens to one lane through one run of the engine. */
export class LaneWatch {
  readonly #lane: Lane;
  readonly #samples = new SampleBook();
  readonly #window = new CycleWindow();
  readonly #spark: Spark;
  readonly #exports: StateBook;
  readonly #imports: StateBook;

  constructor(lane: Lane, memory: LaneMemory | null) {
    this.#lane = lane;
    this.#spark = new Spark(memory?.spark ?? []);
    this.#exports = new StateBook(lane, "export", memory?.states.export ?? null);
    this.#imports = new StateBook(lane, "import", memory?.states.import ?? null);
  }

  see({ exported, imported, runs, intervalMs, at }: LaneWord): LaneSeen {
    const lane = this.#lane;
    const hearing = (runId: string) => ({ runId, heardAt: at, fresh: true });
    const out = exported && judgeExport(exported, runs, hearing(exported.runId), intervalMs, exported.at);
    const into = imported && judgeImport(imported, hearing(imported.runId), imported.at);
    const changes = [
      exported && out && this.#exports.see(out, exported.attempt, exported.at),
      imported && into && this.#imports.see(into, imported.attempt, imported.at),
    ].filter((change) => change !== null);
    const exportState = known<KnownExport>(out?.state ?? "Unknown");
    const shown = exported !== null && exported.countedAt !== null && exportsAs(exported.role) ? exported : null;
    const reading = readingOf(shown, runs, exportState, known<KnownImport>(into?.state ?? "Unknown"));
    const riskMs = shown && knownRisk(shown, reading, exportState);
    const points = shown === null || riskMs === null ? null : this.#spark.see(shown.at, riskMs);
    return {
      exported:
        reading === null ? exported : { ...reading.report, measured: this.#window.see(reading.report, reading.riskMs) },
      samples: this.#samples.see(reading).map((sample) => ({ lane, ...sample })),
      changes,
      sparks: points === null ? [] : [{ lane, points }],
    };
  }
}

function known<S>(state: S | "Unknown"): S | null {
  return state === "Unknown" ? null : state;
}

/** What the status would show of the backlog; null where it would show nothing, or not all of it: that is a gap, and no 0. */
function readingOf(
  shown: ExportReport | null,
  runs: readonly SyncRun[],
  exportState: KnownExport | null,
  importState: KnownImport | null,
): Reading | null {
  const report = knownBacklog(shown, runs);
  return report && { report, riskMs: riskOf(report) ?? 0, exportState, importState };
}

/** Age of the oldest change that the partner is not known to have, from the second that it is shown as; null when there is none. */
function riskOf(report: ExportReport): number | null {
  const oldestAt = oldestAtRisk(report);
  return oldestAt === null ? null : Math.max(0, report.at - wholeSecond(oldestAt));
}

/** The same for a small chart, which stands beside what is at risk now; null where that would be "not known". */
function knownRisk(shown: ExportReport, reading: Reading | null, state: KnownExport | null): number | null {
  const isKnown = reading !== null && !(state !== null && isBlind(state));
  return riskOf(shown) ?? (isKnown ? 0 : null);
}
