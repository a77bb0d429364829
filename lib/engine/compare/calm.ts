import type { Clock } from "#lib/ports/clock.ts";
import { Slots } from "../slots.ts";

/** No rest is longer. */
const MOST_REST_MS = 1_000;

/**
 * Comparing is nobody's hurry: one side of one lane reads at a time, and rests as long as it worked. What people ask for waits for
 * nothing that the service does by itself.
 */
export class Calm {
  readonly #clock: Clock;
  readonly #asked = new Slots(() => 2);
  readonly #scheduled = new Slots(() => 1);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async hold<T>(isScheduled: boolean, body: () => Promise<T>): Promise<T> {
    let result: { readonly is: T } | null = null;
    await (isScheduled ? this.#scheduled : this.#asked).hold(async () => {
      result = { is: await body() };
    });
    if (result === null) throw new TypeError("work was not done");
    return (result as { readonly is: T }).is;
  }

  /** The same ranges, with a rest behind each. Ends early, by what `goesOn` throws, when nobody waits any more. */
  async *paced<T>(ranges: AsyncIterable<T>, goesOn: () => Promise<void> | void): AsyncGenerator<T> {
    let since = this.#clock.elapsed();
    for await (const range of ranges) {
      yield range;
      await goesOn();
      const worked = this.#clock.elapsed() - since;
      if (worked >= 1) await this.#clock.sleep(Math.min(worked, MOST_REST_MS));
      since = this.#clock.elapsed();
    }
  }
}
