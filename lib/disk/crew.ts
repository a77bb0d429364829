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
/** A thread has its next job at hand when it ends one: it never waits until this process has time for it. */
const AT_HAND = 2;

export type Order = { readonly module: string; readonly name: string; readonly input: unknown };
export type Answer =
  | { readonly is: "done"; readonly output: unknown }
  | { readonly is: "failed"; readonly message: string; readonly code: string | undefined; readonly path: unknown };

type Job = Order & { readonly resolve: (output: never) => void; readonly reject: (error: Error) => void };

const urgent: Job[] = [];
const waiting: Job[] = [];
/** The jobs that each thread has, in the order in which it does them. */
const crew = new Map<Worker, Job[]>();

/** Does the work in one of the process's threads; jobs wait in order. A thread that dies fails its job and is replaced. */
export const onThread: Hands = ({ module, name, isUrgent }, input) =>
  new Promise((resolve, reject) => {
    (isUrgent ? urgent : waiting).push({ module, name, input, resolve, reject });
    serve();
  });

function serve(): void {
  while (urgent.length + waiting.length > 0) {
    const worker = next();
    if (worker === null) return;
    const job = urgent.shift() ?? waiting.shift();
    if (!job) return;
    give(worker, job);
  }
}

/** The thread with the least to do; null when all have enough. */
function next(): Worker | null {
  let least: Worker | null = null;
  for (const [worker, jobs] of crew) if (jobs.length < (least ? jobsOf(least).length : AT_HAND)) least = worker;
  if (crew.size === THREADS || (least !== null && jobsOf(least).length === 0)) return least;
  return hire();
}

function jobsOf(worker: Worker): Job[] {
  return crew.get(worker) ?? [];
}

function give(worker: Worker, job: Job): void {
  const { module, name, input } = job;
  try {
    worker.postMessage({ module, name, input } satisfies Order);
  } catch (thrown) {
    job.reject(thrown instanceof Error ? thrown : new Error(String(thrown))); // it cannot be cloned: it never left
    return;
  }
  jobsOf(worker).push(job);
  worker.ref();
}

function hire(): Worker {
  const worker = new Worker(new URL("./crew-thread.ts", import.meta.url), { execArgv: [] });
  crew.set(worker, []);
  worker.on("message", (answer: Answer) => {
    const jobs = jobsOf(worker);
    const job = jobs.shift();
    if (jobs.length === 0) worker.unref(); // an idle thread keeps no process alive
    serve();
    if (answer.is === "done") job?.resolve(answer.output as never);
    else job?.reject(Object.assign(new Error(answer.message), { code: answer.code, path: answer.path }));
  });
  const leave = (error: Error) => {
    const [job, ...untouched] = jobsOf(worker);
    if (!crew.delete(worker)) return;
    job?.reject(error);
    urgent.unshift(...untouched);
    serve();
  };
  worker.on("error", leave);
  worker.on("exit", () => leave(new Error("A thread that works on files ended.")));
  return worker;
}
