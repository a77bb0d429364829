import type * as fs from "node:fs";
import { Worker } from "node:worker_threads";

/** The calls that work on files is made of: tests put something between them and the disk. */
export type Disk = typeof fs;

/** A piece of long, synchronous work on files. `module` exports it under `name`; input and output can be cloned. */
export type Task<In, Out> = {
  readonly module: string;
  readonly name: string;
  /** Goes before what waits: packages that are on their way before those that are being made. */
  readonly isUrgent?: true;
  readonly run: (input: In, disk: Disk) => Out;
};

/** Who does such work. */
export type Hands = <In, Out>(task: Task<In, Out>, input: In) => Promise<Out>;

/** Synchronous calls in two threads move small files fastest (SPEED 2), and the process goes on meanwhile. */
const THREADS = 2;

export type Order = { readonly module: string; readonly name: string; readonly input: unknown };
export type Answer =
  | { readonly is: "done"; readonly output: unknown }
  | { readonly is: "failed"; readonly message: string; readonly code: string | undefined; readonly path: unknown };

type Job = Order & { readonly resolve: (output: never) => void; readonly reject: (error: Error) => void };

const urgent: Job[] = [];
const waiting: Job[] = [];
const idle: Worker[] = [];
const busy = new Map<Worker, Job>();

/** Does the work in one of the process's threads; jobs wait in order. A thread that dies fails its job and is replaced. */
export const onThread: Hands = ({ module, name, isUrgent }, input) =>
  new Promise((resolve, reject) => {
    (isUrgent ? urgent : waiting).push({ module, name, input, resolve, reject });
    serve();
  });

function serve(): void {
  while (urgent.length + waiting.length > 0) {
    const worker = idle.pop() ?? (busy.size < THREADS ? hire() : null);
    if (worker === null) return;
    const job = urgent.shift() ?? waiting.shift();
    if (!job) return;
    give(worker, job);
  }
}

function give(worker: Worker, job: Job): void {
  const { module, name, input } = job;
  try {
    worker.postMessage({ module, name, input } satisfies Order);
  } catch (thrown) {
    idle.push(worker); // the input cannot be cloned: it never left
    job.reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
    return;
  }
  busy.set(worker, job);
  worker.ref();
}

function hire(): Worker {
  const worker = new Worker(new URL("./crew-thread.ts", import.meta.url), { execArgv: [] });
  worker.on("message", (answer: Answer) => {
    const job = busy.get(worker);
    busy.delete(worker);
    worker.unref(); // an idle thread keeps no process alive
    idle.push(worker);
    if (answer.is === "done") job?.resolve(answer.output as never);
    else job?.reject(Object.assign(new Error(answer.message), { code: answer.code, path: answer.path }));
    serve();
  });
  const leave = (error: Error) => {
    busy.get(worker)?.reject(error);
    busy.delete(worker);
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
    serve();
  };
  worker.on("error", leave);
  worker.on("exit", () => leave(new Error("A thread that works on files ended.")));
  return worker;
}
