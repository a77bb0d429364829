import { Worker } from "node:worker_threads";
import { Fault, type FaultCode } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { BatchPlace, RowLot } from "#lib/ports/user-store.ts";

export type ApplyPlace = { readonly path: string; readonly pool: PoolFqdn; readonly storeId: string };
export type ApplyOrder = {
  readonly home: PoolFqdn;
  readonly lots: readonly RowLot[];
  readonly place: BatchPlace;
  readonly at: string;
};
export type ApplyAnswer =
  | { readonly is: "applied" }
  | { readonly is: "failed"; readonly code: FaultCode; readonly sentence: string; readonly path: string | null };

type Waiting = { readonly resolve: () => void; readonly reject: (why: Error) => void };

/** Has lots applied in a thread of their own, which starts with the first order. Orders are done one after the other. */
export class ApplyHand {
  readonly #place: ApplyPlace;
  readonly #waiting: Waiting[] = [];
  #thread: Worker | null = null;
  #isClosed = false;

  constructor(place: ApplyPlace) {
    this.#place = place;
  }

  apply(order: ApplyOrder): Promise<void> {
    if (this.#isClosed) return Promise.reject(closed()); // another file may stand at the path by now
    const thread = this.#thread ?? this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      thread.ref(); // while it works the process stays
      thread.postMessage(order);
    });
  }

  /** What it was doing happens whole or not at all. */
  close(): void {
    this.#isClosed = true;
    void this.#thread?.terminate();
    this.#gone(this.#thread, closed());
  }

  #start(): Worker {
    const thread = new Worker(new URL("./apply-thread.ts", import.meta.url), { workerData: this.#place });
    this.#thread = thread;
    thread.on("message", (answer: ApplyAnswer) => {
      const done = this.#waiting.shift();
      if (this.#waiting.length === 0) thread.unref();
      if (answer.is === "applied") done?.resolve();
      else done?.reject(new Fault(answer.code, answer.sentence, answer.path));
    });
    thread.on("error", (why) => this.#gone(thread, why));
    thread.on("exit", () => this.#gone(thread, new Fault("unexpected", "The thread that applies rows left.")));
    return thread;
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
