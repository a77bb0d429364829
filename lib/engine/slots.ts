/** Lets so many work at once; who comes later waits for a turn, in order. */
export class Slots {
  readonly #most: () => number;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(most: () => number) {
    this.#most = most;
  }

  async hold(body: () => Promise<void>): Promise<void> {
    if (this.#busy < this.#most()) this.#busy += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve)); // who wakes us has taken the place for us
    try {
      await body();
    } finally {
      this.#busy -= 1;
      this.#wake();
    }
  }

  /** As many as there is room for: the setting may have grown meanwhile. */
  #wake(): void {
    while (this.#busy < this.#most() && this.#waiting.length > 0) {
      this.#busy += 1;
      this.#waiting.shift()?.();
    }
  }
}
