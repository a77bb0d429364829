import * as fs from "node:fs";
import { parentPort } from "node:worker_threads";
import type { Answer, Order, Task } from "./crew.ts";

/* One thread of the crew: takes an order, does it, answers; the next in its turn. */

let last: Promise<void> = Promise.resolve();
parentPort?.on("message", (order: Order) => {
  last = last.then(async () => parentPort?.postMessage(await obey(order)));
});

async function obey({ module, name, input }: Order): Promise<Answer> {
  try {
    const { [name]: task }: Record<string, Task<unknown, unknown>> = await import(module);
    if (!task) throw new Error(`${module} has no task ${name}`);
    return { is: "done", output: task.run(input, fs) };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
    const path = "path" in error && typeof error.path === "string" ? error.path : undefined;
    return { is: "failed", message: error.message, code, path };
  }
}
