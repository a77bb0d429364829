const MOST = 1000;

/** The latest requests that ended: the ledger may still name them as open in an answer that was read before it knew. */
export class EndedRequests {
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.add(id);
    for (const oldest of this.#ids) {
      if (this.#ids.size <= MOST) break;
      this.#ids.delete(oldest); // a set keeps its order
    }
  }
}
