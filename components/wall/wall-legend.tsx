import { StateShape } from "#components/status/state-shape.tsx";
import type { ExportState } from "#lib/domain/export-state.ts";

const SHOWN: readonly ExportState[] = [
  "FinalState",
  "SteadyState",
  "NonSteadyState",
  "ErrorState",
  "Unknown",
  "NotInitialized",
];

/** The words of the shapes, for who stands before the wall for the first time. */
export function WallLegend() {
  return (
    <footer>
      <ul
        className="flex flex-wrap items-center gap-x-9 overflow-hidden text-[1.75rem] text-soft leading-none"
        aria-label="Shapes"
      >
        {SHOWN.map((state) => (
          <li key={state} className="flex items-center gap-3">
            <span className="state grid size-9 place-items-center rounded-lg" data-legend={state} data-state={state}>
              <StateShape state={state} className="size-6" />
            </span>
            {state}
          </li>
        ))}
      </ul>
    </footer>
  );
}
