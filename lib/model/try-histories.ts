import fc from "fast-check";
import type { Meddling } from "#lib/testkit/two-pools.ts";
import { anyComparing } from "./any-comparing.ts";
import { anyHistory } from "./any-history.ts";
import { play } from "./play.ts";
import type { History } from "./step.ts";
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

type Failed = { readonly history: History; readonly isComparing: boolean; readonly thrown: unknown };

/** Beside some of the histories, and on either share of two, one is played in which the two sides are compared. */
function isCompared(number: number): boolean {
  return number % 24 < 2;
}

/** Plays histories until one shows a violation, or all are played. */
export async function tryHistories({ seed, from = 0, histories, share, bug, onProgress }: Try): Promise<Tried> {
  const { part, of } = share ?? { part: 0, of: 1 };
  const found: { failed: Failed | null; at: number } = { failed: null, at: 0 };
  let totals = NOTHING_PLAYED;
  let number = -1;
  const playOne = async (history: History, isComparing: boolean) => {
    try {
      return await play(history, bug?.());
    } catch (thrown) {
      if (found.failed === null) found.at = performance.now();
      found.failed = { history, isComparing, thrown };
      throw thrown;
    }
  };
  const shrink = async (history: History, { isComparing, ...last }: Failed) => {
    if (performance.now() - found.at > SHRINK_MS) return;
    if (JSON.stringify(history) === JSON.stringify(last.history)) throw last.thrown; // it was the other one that was made shorter
    await playOne(history, isComparing);
  };
  const property = fc.asyncProperty(anyHistory, anyComparing, async (history, comparing) => {
    const { failed } = found;
    if (failed !== null) return shrink(failed.isComparing ? comparing : history, failed);
    number += 1;
    if (number < from || number % of !== part) return;
    totals = addTotals(totals, await playOne(history, false));
    if (isCompared(number)) totals = addTotals(totals, { ...(await playOne(comparing, true)), histories: 0 });
    onProgress?.(totals);
  });
  const { failed, errorInstance, counterexamplePath } = await fc.check(property, {
    numRuns: from + histories,
    seed,
    endOnFailure: bug !== undefined,
  });
  if (!failed) return { totals, violation: null };
  const again = `npm run test:deep -- --again ${counterexamplePath} --seed ${seed}`;
  return {
    totals,
    violation: `${sentenceOf(errorInstance)}\n\n${JSON.stringify(found.failed?.history)}\n\nAgain: ${again}`,
  };
}

/** Plays what that path leads to. */
export async function tryAgain(seed: number, path: string): Promise<Tried> {
  let totals = NOTHING_PLAYED;
  let isBegun = false;
  const property = fc.asyncProperty(anyHistory, anyComparing, async (...both) => {
    if (isBegun) return; // what is shrunk otherwise comes after it
    isBegun = true;
    for (const history of both) totals = addTotals(totals, await play(history));
  });
  const { failed, errorInstance } = await fc.check(property, { numRuns: 1, seed, path, endOnFailure: true });
  return { totals, violation: failed ? sentenceOf(errorInstance) : null };
}

function sentenceOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
