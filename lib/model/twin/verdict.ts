import type { DataSet } from "./data-set.ts";
import type { Sight } from "./places.ts";
import { countsOf, type SeenModule } from "./status.ts";

export type Circumstances = {
  /** Why an export whose evidence is of `asOf` cannot be green, or cannot be Final: something is lost. */
  readonly darkness: (asOf: number, isFinal: boolean) => string | null;
  /** A sync was asked for and no cycle began since. */
  readonly isAsked: boolean;
  /** Items of the partner that this side was asked to give back, and that are not back. */
  readonly owed: readonly string[];
};

/** What is not true of a module's badge, or null. Final is a statement as of a moment (DESIGN L5): files as of their last scan. */
export function lieOf(
  module: SeenModule,
  set: DataSet,
  sight: Sight,
  { darkness, isAsked, owed }: Circumstances,
): string | null {
  const { ExportStatus, AsOf, LastScanAt } = module;
  const isFinal = ExportStatus === "FinalState";
  const isGreen = isFinal || ExportStatus === "SteadyState";
  if (!isGreen && ExportStatus !== "NonSteadyState") return null;
  if ((module.HeldItems ?? 0) > 0) return "deletions are held";
  const at = Date.parse((set.kind === "rows" ? AsOf : LastScanAt) ?? "");
  if (Number.isNaN(at)) return "it does not say as of when";
  const loss = isGreen ? darkness(Date.parse(AsOf ?? ""), isFinal) : null;
  if (loss !== null) return loss;
  if (isGreen && isAsked) return "a sync was asked for and has not begun";
  if (isGreen && owed.length > 0) return `its partner did not get back ${owed.join(", ")}`;
  const behind = set.behind(sight, at);
  if (behind.length === 0) return null;
  if (isFinal) return `the copy differs as of then: ${behind.join(", ")}`;
  if (isGreen && set.isRewound) return `it went back in time: ${behind.join(", ")}`;
  const lost = isGreen ? set.lost(behind, at) : [];
  if (lost.length > 0) return `it lost ${lost.join(", ")}`;
  if (module.Reason === "request-runs") return null; // what was asked for is left to do
  const isNothing = countsOf(module).every((count) => count === 0);
  return isNothing ? `it knows of nothing to do while the copy differs: ${behind.join(", ")}` : null;
}
