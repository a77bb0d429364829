import type { Instant } from "./instant.ts";
import type { Lane } from "./lane.ts";

/** A lane's limits are lifted: asked for at `at`, for so long. When it is over the limits hold again by themselves. */
export type Lift = { readonly lane: Lane; readonly at: Instant; readonly ms: number; readonly by: string };

export const DEFAULT_LIFT_MS = 30 * 60_000;
export const MIN_LIFT_MS = 60_000;
export const MAX_LIFT_MS = 4 * 3_600_000;

/** What is left of it at `now`, by a clock that anybody may set: never more than was asked for. */
export function leftOfLift({ at, ms }: Pick<Lift, "at" | "ms">, now: Instant): number {
  return Math.min(ms, Math.max(0, at + ms - now));
}
