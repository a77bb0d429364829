import { Crash } from "#lib/testkit/crash.ts";

/** What happens at the `at`th call that the engine makes from now on, before it or right after it. */
type Bolt = { readonly at: number; readonly isAfter: boolean; readonly strikes: () => Promise<void> | void };

/** Stands between the engine and all its plugs, and lets something happen in the middle of what it does. */
export class Weather {
  #calls = 0;
  #bolt: Bolt | null = null;
  #isDead = false;
  #sinceCalm = 0;

  /** True when the engine made more calls than any step has need of: it runs in circles. */
  get isWild(): boolean {
    return this.#sinceCalm > WILD;
  }

  /** A step of the engine begins. */
  calm(): void {
    this.#sinceCalm = 0;
  }

  /** From now on, counting from 1. */
  brew(at: number, isAfter: boolean, strikes: Bolt["strikes"]): void {
    this.#calls = 0;
    this.#bolt = { at, isAfter, strikes };
  }

  /** The process dies at that call, and in every call that follows. */
  brewDeath(at: number, isAfter: boolean): void {
    this.brew(at, isAfter, () => {
      this.#isDead = true;
      throw new Crash();
    });
  }

  /** Nothing is in the air any more, and the dead are another process now. */
  clear(): void {
    this.#bolt = null;
    this.#isDead = false;
  }

  /** The same plug, exposed; what its methods return too where it has methods of its own. */
  over<T extends object>(real: T): T {
    return new Proxy(real, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function" || QUIET.has(String(name))) return value;
        if (STREAMS.has(String(name)) && "facesOf" in target) {
          return (...values: unknown[]) => this.#stream(Reflect.apply(value, target, values));
        }
        return async (...values: unknown[]) => {
          await this.#pass(false);
          const result: unknown = await Reflect.apply(value, target, values);
          await this.#pass(true);
          return isPlug(result) ? this.over(result) : result;
        };
      },
    });
  }

  /** What comes page by page, with something in the air at each. */
  async *#stream(pages: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    await this.#pass(false);
    for await (const page of pages) {
      yield page;
      await this.#pass(true);
      await this.#pass(false);
    }
    await this.#pass(true);
  }

  async #pass(isAfterCall: boolean): Promise<void> {
    this.#sinceCalm += 1;
    if (this.#isDead || this.isWild) throw new Crash();
    const bolt = this.#bolt;
    if (bolt === null || bolt.isAfter !== isAfterCall) return;
    this.#calls += 1;
    if (this.#calls < bolt.at) return;
    this.#bolt = null;
    await bolt.strikes();
  }
}

const WILD = 20_000;

/** What answers at once and changes nothing. */
const QUIET = new Set(["version", "readSight", "countOf", "facesOf", "resumeRestore"]);
/** What a file store answers at once with pages to come. */
const STREAMS = new Set(["inventory", "inventoryOfTrash"]);

/** Packages in the making and received ones do things of their own. */
function isPlug(value: unknown): value is object {
  return typeof value === "object" && value !== null && ("publish" in value || "readPart" in value);
}
