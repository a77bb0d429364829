import type { ExportReport, ImportReport } from "./evidence.ts";
import type { ExportState } from "./export-state.ts";
import { isFresh } from "./freshness.ts";
import type { Hearing } from "./hearing.ts";
import type { ImportState } from "./import-state.ts";
import { type Instant, isoInstant } from "./instant.ts";
import { judgeExport, judgeImport } from "./lane-state.ts";
import type { SyncRun } from "./request.ts";

/** What was last known while something is Unknown; the instant is ISO UTC text. */
export type LastKnown = {
  readonly ExportStatus: ExportState;
  readonly ImportStatus: ImportState;
  readonly At: string | null;
};

/**
 * The law applied to the last evidence as of its own moment; where only the partner is silent, with its last word taken as
 * it was, as of when that was heard.
 */
export function lastKnown(
  exported: ExportReport | null,
  imported: ImportReport | null,
  runs: readonly SyncRun[],
  intervalMs: number,
): LastKnown | null {
  const at = exported?.at ?? imported?.at ?? null;
  if (at === null) return null;
  const then = (report: { runId: string; at: Instant } | null): Hearing => ({
    runId: report?.runId ?? null,
    heardAt: report?.at ?? null,
    fresh: report !== null,
  });
  const heardAt = exported?.partner?.heardAt ?? null;
  const believed =
    exported?.partner && heardAt !== null ? { ...exported, partner: { ...exported.partner, heardAt: at } } : exported;
  return {
    ExportStatus: judgeExport(believed, runs, then(exported), intervalMs, at).state,
    ImportStatus: judgeImport(imported, then(imported), imported?.at ?? at).state,
    At: isoInstant(heardAt !== null && !isFresh(heardAt, at) ? heardAt : at),
  };
}
