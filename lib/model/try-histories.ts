import fc from "fast-check";
import type { Meddling } from "#lib/testkit/two-pools.ts";
import { anyHistory } from "./any-history.ts";
import { play } from "./play.ts";
import { addTotals, NOTHING_PLAYED, type Totals } from "./totals.ts";

/** After the first violation a shorter history is looked for, so long. */
const SHRINK_MS = 60_000;

export type Tried = {
  readonly totals: Totals;
  /** The shortest history found that shows a violation, to be read, with what plays it again; null when there is none. */
  readonly violation: string | null;
};

export type Try = {
  readonly seed: number;
  /** The histories of a seed are numbered from 0: those from `from` on, so many. */
  readonly from?: number;
  readonly histories: number;
  /** Of these every `of`th one alone: several processes share the work. */
  readonly share?: { readonly part: number; readonly of: number };
  /** A bug to plant: then the first violation is enough. */
  readonly bug?: () => Meddling;
  readonly onProgress?: (totals: Totals) => void;
};

/** Plays histories until one shows a violation, or all are played. */
export async function tryHistories({ seed, from = 0, histories, share, bug, onProgress }: Try): Promise<Tried> {
  const { part, of } = share ?? { part: 0, of: 1 };
  let totals = NOTHING_PLAYED;
  let number = -1;
  let failedAt: number | null = null;
  const property = fc.asyncProperty(anyHistory, async (history) => {
    number += 1;
    if (failedAt === null && (number < from || number % of !== part)) return;
    if (failedAt !== null && performance.now() - failedAt > SHRINK_MS) return;
    try {
      const played = await play(history, bug?.());
      if (failedAt !== null) return;
      totals = addTotals(totals, played);
    } catch (thrown) {
      failedAt ??= performance.now();
      throw thrown;
    }
    onProgress?.(totals);
  });
  const { failed, errorInstance, counterexample, counterexamplePath } = await fc.check(property, {
    numRuns: from + histories,
    seed,
    endOnFailure: bug !== undefined,
  });
  if (!failed) return { totals, violation: null };
  const again = `npm run test:deep -- --again ${counterexamplePath} --seed ${seed}`;
  return {
    totals,
    violation: `${sentenceOf(errorInstance)}\n\n${JSON.stringify(counterexample?.[0])}\n\nAgain: ${again}`,
  };
}

/** Plays the one history to which that path leads. */
export async function tryAgain(seed: number, path: string): Promise<Tried> {
  let totals = NOTHING_PLAYED;
  let isBegun = false;
  const property = fc.asyncProperty(anyHistory, async (history) => {
    if (isBegun) return; // what is shrunk otherwise comes after it
    isBegun = true;
    totals = addTotals(totals, await play(history));
  });
  const { failed, errorInstance } = await fc.check(property, { numRuns: 1, seed, path, endOnFailure: true });
  return { totals, violation: failed ? sentenceOf(errorInstance) : null };
}

function sentenceOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
