import type { Items } from "./items.ts";
import { contentOf } from "./tree.ts";

const DAY_MS = 24 * 60 * 60_000;

/**
 * What left a copy because its owner deleted it. Much of it within a day is a loss until a person says that it was meant:
 * then it stays on the copy. Counted so that it can be too few, never too many: what is in doubt does not count.
 */
export class Departures {
  readonly #left = new Map<string, number>();
  /** What its owner no longer had when a person let go what was held: meant until its owner has it again. */
  readonly #meant = new Set<string>();
  #mostOwn = 0;

  /** The owner has these now. */
  owned(own: Items): void {
    this.#mostOwn = Math.max(this.#mostOwn, own.size);
    for (const key of own.keys()) this.#meant.delete(key);
  }

  /** A person let go what was held: of all that there ever was what its owner no longer has, if it is on its way to the copy too. */
  letGo(own: Items, ever: Iterable<string>): void {
    for (const key of ever) if (!own.has(key)) this.#meant.add(key);
  }

  /** It left the copy, where it was as one of these texts say; what is there as `named` by another name was renamed. */
  left(key: string, texts: readonly string[], named: readonly string[], at: number): void {
    const contents = new Set(texts.map(contentOf));
    const isFolder = key.length > 0 && contents.has(null) && texts.some((text) => text.startsWith("folder "));
    const isRenamed = named.some((text) => contents.has(contentOf(text)) && contentOf(text) !== null);
    if (!this.#meant.has(key) && !isFolder && !isRenamed) this.#left.set(key, at);
  }

  /** How many left within a day and nobody let go, when that is more than ever may; else null. */
  tooMany(copy: Items, now: number): number | null {
    for (const [key, at] of this.#left) if (copy.has(key) || at < now - DAY_MS) this.#left.delete(key);
    const left = this.#left.size;
    return left > 20 && left * 4 >= this.#mostOwn + left ? left : null;
  }

  /** The copy's place was put back to an earlier time by somebody else. */
  forget(): void {
    this.#left.clear();
  }
}
