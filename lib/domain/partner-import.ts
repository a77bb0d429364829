import { exportsAs } from "./cms-role.ts";
import type { ExportReport } from "./evidence.ts";
import { isFresh } from "./freshness.ts";
import type { Hearing } from "./hearing.ts";
import { type ImportState, importState } from "./import-state.ts";
import type { Instant } from "./instant.ts";
import type { Judged } from "./lane-state.ts";

/**
 * The import of a direction as its *exporter* may believe it: the partner's word and nothing else, Unknown when that is
 * older than 15 s (D20, DESIGN L4).
 */
export function judgePartnerImport(report: ExportReport | null, hearing: Hearing, now: Instant): Judged<ImportState> {
  if (!hearing.fresh) return { state: "Unknown", reason: "engine-unheard", unknownSince: hearing.heardAt };
  if (report === null || report.runId !== hearing.runId) {
    return { state: "NotInitialized", reason: "starting", unknownSince: null };
  }
  if (!exportsAs(report.role)) return { state: importState({ kind: "idle" }), reason: null, unknownSince: null };
  const word = report.partner;
  if (word === null || word.heardAt === null) {
    // Its first word may take a beat; who says none for longer is silent.
    if (isFresh(report.startedAt, now)) return { state: "NotInitialized", reason: "starting", unknownSince: null };
    return { state: "Unknown", reason: "partner-unheard", unknownSince: report.startedAt };
  }
  if (!isFresh(word.heardAt, now)) return { state: "Unknown", reason: "partner-unheard", unknownSince: word.heardAt };
  return {
    state: word.importState,
    reason: word.importState === "ErrorState" ? "partner-fails" : null,
    unknownSince: null,
  };
}
