import { setImmediate as turn } from "node:timers/promises";

/** Items between two breaths: some milliseconds of work. */
const STRIDE = 500;

/** Lets the process do other things while something long goes on, and says that it gets on. */
export class Breath {
  readonly #getsOn: () => void;
  #items = 0;

  constructor(getsOn: () => void) {
    this.#getsOn = getsOn;
  }

  async after(items: number): Promise<void> {
    this.#items += items + 1;
    if (this.#items < STRIDE) return;
    this.#items = 0;
    this.#getsOn();
    await turn();
  }
}
