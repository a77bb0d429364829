import type { Lane } from "./lane.ts";
import { CYCLE_ENDS, type CycleEnd } from "./trail.ts";

/** What took how long is counted by these bounds, in seconds. */
export const CYCLE_BOUNDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600] as const;
export const ACK_BOUNDS = [0.5, 1, 5, 15, 60, 300, 900, 3600] as const;

/** How many took at most each bound, one more past the last, and how long all took. */
export type Took = { readonly counts: readonly number[]; readonly sumMs: number };

/** What a lane did since the ledger counts: numbers that only grow, over starts of the engine too, and are never thinned. */
export type LaneTotals = {
  readonly lane: Lane;
  readonly cycles: Readonly<Record<CycleEnd, number>>;
  readonly cyclesTook: Took;
  /** From the publishing of a package to its acknowledgement. */
  readonly acksTook: Took;
};

/** In which of the bounds it falls; the number after the last past all of them. */
export function bucketOf(bounds: readonly number[], ms: number): number {
  const found = bounds.findIndex((bound) => ms <= bound * 1000);
  return found === -1 ? bounds.length : found;
}

export const NO_CYCLES: Record<CycleEnd, number> = { through: 0, limit: 0, failed: 0, again: 0 };

export const isCycleEnd = (word: string): word is CycleEnd => CYCLE_ENDS.some((end) => end === word);
