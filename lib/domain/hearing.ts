import type { EngineBeat } from "./evidence.ts";
import { UNHEARD_AFTER_MS } from "./freshness.ts";
import type { Instant } from "./instant.ts";

/** Whether the engine is there to be believed: which run, and the last moment it was heard, by its own clock. */
export type Hearing = { readonly runId: string | null; readonly heardAt: Instant | null; readonly fresh: boolean };

/**
 * The engine is heard while its process runs, the beat is this run's own, and has not stood still for more than 15 s (D20).
 * `silentMs` is for how long it stands still at most, by a measure that nobody can set; null when that is not known.
 */
export function hear(
  beat: EngineBeat | null,
  process: { readonly running: boolean; readonly runId: string | null },
  silentMs: number | null,
): Hearing {
  const own = process.running && beat !== null && beat.runId === process.runId;
  const isYoung = silentMs !== null && silentMs <= UNHEARD_AFTER_MS;
  return { runId: own ? beat.runId : null, heardAt: beat?.at ?? null, fresh: own && isYoung };
}
