import { Worker } from "node:worker_threads";
import { Fault, type FaultCode } from "#lib/domain/fault.ts";

export type ThreadAnswer<Result> =
  | { readonly is: "done"; readonly result: Result }
  | { readonly is: "failed"; readonly code: FaultCode; readonly sentence: string; readonly path: string | null };

type Waiting<Result> = { readonly resolve: (result: Result) => void; readonly reject: (why: Error) => void };

/** Calls after a while in which nothing happened; what it returns calls that off. */
export type Later = (then: () => void) => () => void;

/** A service has many pools, and each of their threads holds more than ten megabytes: one that starts anew is soon there. */
const IDLE_MS = 5_000;
const whenIdle: Later = (then) => {
  const timer = setTimeout(then, IDLE_MS).unref();
  return () => clearTimeout(timer);
};

/**
 * Has orders done in a thread of their own, which starts with the first, opens the database at `place` by itself, and leaves when
 * it had nothing to do for a while. They are done one after the other.
 */
export class ThreadHand<Order, Result> {
  readonly #script: URL;
  readonly #place: unknown;
  readonly #waiting: Waiting<Result>[] = [];
  #thread: Worker | null = null;
  #isClosed = false;
  readonly #later: Later;
  #staysOn: () => void = () => {};

  constructor(script: URL, place: unknown, later = whenIdle) {
    this.#script = script;
    this.#place = place;
    this.#later = later;
  }

  /** `given`: memory of the order that the thread gets, and nobody here has any more. */
  ask(order: Order, given: ArrayBuffer[] = []): Promise<Result> {
    if (this.#isClosed) return Promise.reject(closed()); // another file may stand at the path by now
    this.#staysOn();
    const thread = this.#thread ?? this.#start();
    return new Promise((resolve, reject) => {
      thread.postMessage(order, given); // what cannot be sent is answered by nobody: it does not wait
      thread.ref(); // while it works the process stays
      this.#waiting.push({ resolve, reject });
    });
  }

  /** What it was doing happens whole or not at all. */
  close(): void {
    this.#isClosed = true;
    this.#staysOn();
    void this.#thread?.terminate();
    this.#gone(this.#thread, closed());
  }

  #start(): Worker {
    const thread = new Worker(this.#script, { workerData: this.#place });
    this.#thread = thread;
    thread.on("message", (answer: ThreadAnswer<Result>) => {
      const done = this.#waiting.shift();
      if (this.#waiting.length === 0) this.#rests(thread);
      if (answer.is === "done") done?.resolve(answer.result);
      else done?.reject(new Fault(answer.code, answer.sentence, answer.path));
    });
    thread.on("error", (why) => this.#gone(thread, why));
    thread.on("exit", () => this.#gone(thread, new Fault("unexpected", "A thread of the user database left.")));
    return thread;
  }

  /** Idle it keeps no process, and goes when nothing comes. */
  #rests(thread: Worker): void {
    thread.unref();
    this.#staysOn = this.#later(() => {
      if (thread !== this.#thread || this.#waiting.length > 0) return;
      this.#thread = null;
      void thread.terminate();
    });
  }

  /** A thread that failed says so twice: by then another may have taken its place. */
  #gone(thread: Worker | null, why: unknown): void {
    if (thread !== this.#thread) return;
    this.#thread = null;
    const error = why instanceof Error ? why : new Error(String(why));
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

function closed(): Fault {
  return new Fault("database-unreachable", "The user database was closed.");
}
