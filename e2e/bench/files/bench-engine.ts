import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { poolPlaces } from "#lib/service/pool-places.ts";
import { POOL_1 } from "#lib/testkit/evidence.ts";
import type { Answer, Order } from "./engine-child.ts";

const LOOK_MS = 5;
const PATIENCE_MS = 10 * 60_000;

/** The engine of a deployment, in a process of its own. */
export class BenchEngine {
  readonly #child: ChildProcess;
  readonly #book: DatabaseSync;

  private constructor(child: ChildProcess, book: DatabaseSync) {
    this.#child = child;
    this.#book = book;
  }

  static async open(data: string): Promise<BenchEngine> {
    const child = fork(new URL("./engine-child.ts", import.meta.url), [data]);
    await once(child, "message");
    return new BenchEngine(child, new DatabaseSync(poolPlaces(data, POOL_1).userDatabase, { readOnly: true }));
  }

  /** Milliseconds from the engine's start until everything that its first look found is acknowledged. */
  async firstCopy(): Promise<number> {
    const began = performance.now();
    await this.#order("run");
    await this.#acknowledged();
    return performance.now() - began;
  }

  /** Milliseconds of one cycle, until all of it is acknowledged. */
  async copy(): Promise<number> {
    const began = performance.now();
    await this.#order("cycle");
    await this.#acknowledged();
    return performance.now() - began;
  }

  /** Milliseconds of a cycle that has nothing to send. */
  async look(): Promise<number> {
    return (await this.#order("cycle")).ms;
  }

  /** What the engine has worked so far, in all its threads. */
  async cpuMs(): Promise<number> {
    return (await this.#order("tell")).cpuMs;
  }

  async peakMiB(): Promise<number> {
    return (await this.#order("tell")).peakKiB / 1024;
  }

  async close(): Promise<void> {
    this.#book.close();
    this.#child.disconnect();
    if (this.#child.exitCode === null) await once(this.#child, "exit");
  }

  async #order(order: Order): Promise<Answer> {
    this.#child.send(order);
    const [answer] = await once(this.#child, "message");
    return answer;
  }

  /** Something was acknowledged, and nothing waits or is on its way. */
  async #acknowledged(): Promise<void> {
    const isDone = this.#book.prepare(`
      SELECT NOT EXISTS (SELECT 1 FROM pending) AND NOT EXISTS (SELECT 1 FROM flights)
        AND EXISTS (SELECT 1 FROM export_lanes WHERE module LIKE '%DataConf' AND last_acked IS NOT NULL) AS done`);
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (isDone.get()?.done !== 1) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) throw new Error("the engine left");
      if (performance.now() > giveUpAt) throw new Error("the files were not copied in time");
      await pause(LOOK_MS);
    }
  }
}
