import type { ExportState } from "./export-state.ts";
import type { ImportState } from "./import-state.ts";

/** D7: worst first. NotInitialized stands here only where the module is expected to run. */
const EXPORT_ORDER: readonly ExportState[] = [
  "ErrorState",
  "Unknown",
  "NotInitialized",
  "NonSteadyState",
  "SteadyState",
  "FinalState",
];
const IMPORT_ORDER: readonly ImportState[] = ["ErrorState", "Unknown", "NotInitialized", "NormalState"];

/** The worst of the modules that are expected to export here; NotInitialized when there is none of them (DOMAIN 3.3, D7). */
export function overallExport(expected: readonly ExportState[]): ExportState {
  return EXPORT_ORDER.find((state) => expected.includes(state)) ?? "NotInitialized";
}

/** The same for imports. */
export function overallImport(expected: readonly ImportState[]): ImportState {
  return IMPORT_ORDER.find((state) => expected.includes(state)) ?? "NotInitialized";
}

/** Green means FinalState, SteadyState or NormalState, and nothing else (D20). */
export function isGreen(state: ExportState | ImportState): boolean {
  return state === "FinalState" || state === "SteadyState" || state === "NormalState";
}
