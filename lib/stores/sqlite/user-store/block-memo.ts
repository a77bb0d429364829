import type { Block } from "./pending-tally.ts";

/**
 * Remembers what was read of a block of entries for as long as nothing in it changes: the tally makes a new one then. `list`
 * tells which subjects were asked for.
 */
export class BlockMemo<T> {
  readonly #known = new WeakMap<Block, Map<string, T>>();

  has(block: Block, list: string): boolean {
    return this.#known.get(block)?.has(list) === true;
  }

  get(block: Block, list: string, read: () => T): T {
    const known = this.#known.get(block) ?? new Map<string, T>();
    this.#known.set(block, known);
    const before = known.get(list);
    if (before !== undefined) return before;
    const now = read();
    known.set(list, now);
    return now;
  }
}
