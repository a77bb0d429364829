import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { ENGINE_FLAGS } from "#lib/launch/engine-process.ts";
import { acknowledged } from "./acknowledged.ts";
import type { Answer, Order } from "./engine-child.ts";

/** The engine of a deployment, in a process of its own. */
export class BenchEngine {
  readonly #child: ChildProcess;
  readonly #data: string;

  private constructor(child: ChildProcess, data: string) {
    this.#child = child;
    this.#data = data;
  }

  /** With `earlier`, another deployment, the engine can be told to get warm. */
  static async open(data: string, earlier?: string): Promise<BenchEngine> {
    const script = new URL("./engine-child.ts", import.meta.url);
    const execArgv = [...process.execArgv, ...ENGINE_FLAGS];
    const child = fork(script, earlier === undefined ? [data] : [data, earlier], { execArgv });
    await once(child, "message");
    return new BenchEngine(child, data);
  }

  /** It copies the earlier deployment. */
  async warm(): Promise<void> {
    await this.#order("warm");
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
    this.#child.disconnect();
    if (this.#child.exitCode === null) await once(this.#child, "exit");
  }

  async #order(order: Order): Promise<Answer> {
    this.#child.send(order);
    const [answer] = await once(this.#child, "message");
    return answer;
  }

  async #acknowledged(): Promise<void> {
    await acknowledged(this.#data, () => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) throw new Error("the engine left");
    });
  }
}
