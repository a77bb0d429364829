import type { Items } from "./items.ts";
import type { Lifeline } from "./lifeline.ts";
import { contentOf } from "./tree.ts";

/** What of a copy was other than its source when somebody spoilt it, as long as it stays as it was then. */
export class Spoilt {
  #since = Number.POSITIVE_INFINITY;
  readonly #texts = new Map<string, string | null>();

  /** The copy is as these items say, at a moment at which it was spoilt. */
  note(copy: Items, lifeline: Lifeline, at: number): void {
    this.#since = at;
    this.#texts.clear();
    for (const key of lifeline.keys()) {
      const [mine, there] = [lifeline.latest(key), copy.get(key) ?? null];
      if (mine !== null && (there === null || isOther(mine, there))) this.#texts.set(key, there);
    }
  }

  /** The copy is like that now; null when it is lost. */
  seen(copy: Items | null): void {
    for (const [key, text] of this.#texts)
      if (copy === null || (copy.get(key) ?? null) !== text) this.#texts.delete(key);
  }

  /**
   * How many items may have been the same on both sides at any time from `at` until now, and those that never were. Who counts more
   * has counted one that differs.
   */
  equalAt(lifeline: Lifeline, at: number): { readonly most: number; readonly differing: readonly string[] } {
    let most = 0;
    const differing: string[] = [];
    for (const key of lifeline.keys()) {
      const isAsThen = lifeline.latestAt(key) <= at;
      if (isAsThen && this.#since <= at && this.#texts.has(key)) differing.push(key);
      else if (!isAsThen || lifeline.latest(key) !== null) most += 1;
    }
    return { most, differing };
  }
}

/** Not only by what is made right last. */
function isOther(mine: string, there: string): boolean {
  return contentOf(mine) === null
    ? !mine.startsWith("folder ") && mine !== there
    : contentOf(mine) !== contentOf(there);
}
