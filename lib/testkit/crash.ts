/** Thrown where a process would have died. */
export class Crash extends Error {}

/** Counts calls and dies in the one that is chosen: before its effect or right after it, and in every call that follows. */
export class Death {
  #calls = 0;
  readonly #at: number;
  readonly #isAfter: boolean;

  /** `at` counts from 1; 0 never dies. */
  constructor(at: number, isAfter: boolean) {
    this.#at = at;
    this.#isAfter = isAfter;
  }

  get calls(): number {
    return this.#calls;
  }

  get isOver(): boolean {
    return this.#at > 0 && this.#calls >= this.#at;
  }

  /** The same object, with every method mortal, and what methods return too where it has methods of its own. */
  mortal<T extends object>(real: T): T {
    return new Proxy(real, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...values: unknown[]) => {
          this.#step(false);
          const result: unknown = Reflect.apply(value, target, values);
          if (!(result instanceof Promise)) return result; // no step of its own: it changes nothing
          return result.then((settled: unknown) => {
            this.#step(true);
            return isPlug(settled) ? this.mortal(settled) : settled;
          });
        };
      },
    });
  }

  #step(isAfterCall: boolean): void {
    if (this.#at > 0 && this.#calls >= this.#at) throw new Crash();
    if (isAfterCall !== this.#isAfter) return;
    this.#calls += 1;
    if (this.#calls === this.#at) throw new Crash();
  }
}

/** Stagings are objects of methods too; packages received and plain data are left as they are. */
function isPlug(value: unknown): value is object {
  return typeof value === "object" && value !== null && "publish" in value;
}
