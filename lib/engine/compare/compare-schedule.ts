import type { Depth } from "#lib/domain/compare.ts";
import type { ComparesKept } from "#lib/domain/drift-list.ts";
import type { Instant } from "#lib/domain/instant.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How often the service compares by itself: of files what their folders tell hourly, a sample of their content daily and all of it
 * weekly; rows and documents daily, whole (DESIGN 4).
 */
const CADENCE: Readonly<Record<"files" | "rows", readonly (readonly [Depth, number])[]>> = {
  files: [
    ["full", 7 * DAY_MS],
    ["sample", DAY_MS],
    ["stat", HOUR_MS],
  ],
  rows: [["full", DAY_MS]],
};

/** A run that has just begun has other things to do, and not all lanes compare at once. */
const FIRST_AFTER_MS = 5 * 60_000;
const SPREAD_MS = 10 * 60_000;

/** The deepest compare that is due by itself; null while none is. `upMs`: how long this run has been. */
export function dueDepth(
  kind: "files" | "rows",
  { doneAt }: Pick<ComparesKept, "doneAt">,
  now: Instant,
  upMs: number,
  place: number,
): Depth | null {
  if (upMs < FIRST_AFTER_MS + (place % SPREAD_MS)) return null;
  const due = CADENCE[kind].find(([depth, every]) => {
    const at = doneAt[depth];
    return at === null || at > now || now - at >= every; // a moment of a clock that was set back is none
  });
  return due?.[0] ?? null;
}
