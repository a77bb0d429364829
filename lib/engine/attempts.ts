import type { Attempt } from "#lib/domain/evidence.ts";
import { asFault, type Fault, type FaultRecord, recordFault } from "#lib/domain/fault.ts";
import type { Clock } from "#lib/ports/clock.ts";
import { type Log, logFirst } from "./lane-parts.ts";

/** How the last attempt at something went; the same fault again counts up and keeps its first moment. */
export class Attempts {
  readonly #clock: Pick<Clock, "now">;
  readonly #log: Log;
  readonly #line: string;
  #current: Attempt = { is: "none" };
  #last: FaultRecord | null = null;

  constructor({ clock, log }: { readonly clock: Pick<Clock, "now">; readonly log: Log }, line: string) {
    this.#clock = clock;
    this.#log = log;
    this.#line = line;
  }

  get current(): Attempt {
    return this.#current;
  }

  /** True when the attempt before had not succeeded. */
  succeed(): boolean {
    const isNew = this.#current.is !== "ended";
    this.#current = { is: "ended", at: this.#clock.now() };
    this.#last = null;
    return isNew;
  }

  /** True when this is another fault than the attempt before had. */
  fail(thrown: unknown): boolean {
    const fault: Fault = asFault(thrown);
    const isNew = this.#last?.code !== fault.code;
    const record = recordFault(fault, this.#last, this.#clock.now());
    this.#last = record;
    logFirst(this.#log, this.#line, fault, record);
    this.#current = { is: "failed", fault: record };
    return isNew;
  }
}
