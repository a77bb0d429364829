import fc from "fast-check";
import type { Meddling } from "#lib/testkit/two-pools.ts";
import { anyHistory } from "./any-history.ts";
import { play } from "./play.ts";

/** After the first violation a shorter history is looked for, so long. */
const SHRINK_MS = 60_000;

export type Tried = {
  readonly histories: number;
  /** How often each state was seen and judged. */
  readonly seen: ReadonlyMap<string, number>;
  /** The shortest history found that shows a violation, to be read; null when there is none. */
  readonly violation: string | null;
};

export type Try = {
  readonly histories: number;
  readonly seed: number;
  /** A bug to plant: then the first violation is enough. */
  readonly bug?: () => Meddling;
  /** Plays every other one, the first or the second of each two: two processes share the work of one seed. */
  readonly half?: 0 | 1;
  readonly onProgress?: (histories: number) => void;
};

/** Plays histories until one shows a violation, or all are played. */
export async function tryHistories({ histories, seed, bug, half, onProgress }: Try): Promise<Tried> {
  const seen = new Map<string, number>();
  let tried = 0;
  let told = 0;
  let failedAt: number | null = null;
  const property = fc.asyncProperty(anyHistory, async (history) => {
    const isOthers = half !== undefined && told % 2 !== half;
    told += 1;
    if (failedAt === null && isOthers) return;
    if (failedAt !== null && performance.now() - failedAt > SHRINK_MS) return;
    try {
      const states = await play(history, bug?.());
      for (const [state, times] of states) seen.set(state, (seen.get(state) ?? 0) + times);
    } catch (thrown) {
      failedAt ??= performance.now();
      throw thrown;
    }
    if (failedAt !== null) return;
    tried += 1;
    onProgress?.(tried);
  });
  const { failed, numRuns, errorInstance, counterexample } = await fc.check(property, {
    numRuns: histories,
    seed,
    endOnFailure: bug !== undefined,
  });
  if (!failed) return { histories: half === undefined ? numRuns : tried, seen, violation: null };
  const story = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return { histories: numRuns, seen, violation: `${story}\n\nseed ${seed}: ${JSON.stringify(counterexample?.[0])}` };
}
