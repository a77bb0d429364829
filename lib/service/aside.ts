import { Worker } from "node:worker_threads";
import { Fault, type FaultCode } from "#lib/domain/fault.ts";
import type { AsideOrder, AsideResult } from "./aside-thread.ts";

export type AsideAnswer =
  | { readonly is: "done"; readonly result: unknown }
  | { readonly is: "failed"; readonly code: FaultCode; readonly sentence: string; readonly path: string | null };

/** Put together while running: a bundler that could read the path would try to pack the thread into the server. */
const script = () => [process.cwd(), "lib", "service", "aside-thread.ts"].join("/");

type Waiting = { readonly resolve: (result: never) => void; readonly reject: (why: Error) => void };

/**
 * Reads stores for doors in a thread of its own, so that a question that goes through a million items holds up no page. One
 * after the other; the thread begins with the first question.
 */
export class Aside {
  #thread: Worker | null = null;
  readonly #waiting: Waiting[] = [];

  ask<Order extends AsideOrder>(order: Order): Promise<AsideResult<Order>> {
    const thread = this.#thread ?? this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      thread.ref();
      thread.postMessage(order);
    });
  }

  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(script(), { execArgv: [] });
    this.#thread = thread;
    thread.on("message", (answer: AsideAnswer) => {
      const asked = this.#waiting.shift();
      if (this.#waiting.length === 0) thread.unref();
      if (answer.is === "done") asked?.resolve(answer.result as never);
      else asked?.reject(new Fault(answer.code, answer.sentence, answer.path));
    });
    thread.on("error", (why) => this.#gone(thread, why));
    thread.on("exit", () => this.#gone(thread, new Fault("unexpected", "A thread that reads stores left.")));
    return thread;
  }

  #gone(thread: Worker, why: unknown): void {
    if (thread !== this.#thread) return;
    this.#thread = null;
    const error = why instanceof Error ? why : new Error(String(why));
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
