import { parentPort, workerData } from "node:worker_threads";
import { asFault } from "#lib/domain/fault.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { ApplyAnswer, ApplyOrder, ApplyPlace } from "./apply-hand.ts";
import { lotApplier } from "./apply-lots.ts";
import { checkIdentity, connect } from "./connect.ts";
import { writesOf } from "./write-lock.ts";

/* The thread that applies large lots: a connection of its own, so that what the engine exports goes on meanwhile. */

const { path, pool, storeId }: ApplyPlace = workerData;
const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

type Apply = (order: ApplyOrder) => Promise<void>;
let opened: Apply | null = null;

function open(): Apply {
  const db = connect(path);
  try {
    checkIdentity(db, path, storeId);
    const apply = lotApplier(db, pool);
    const write = writesOf(db, clock);
    return ({ home, lots, place, at }) => write(() => apply(home, lots, place, at));
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

async function answerTo(order: ApplyOrder): Promise<ApplyAnswer> {
  try {
    opened ??= open();
    await opened(order);
    return { is: "applied" };
  } catch (thrown) {
    const { code, message, path: where } = asFault(thrown);
    return { is: "failed", code, sentence: message, path: where };
  }
}

let last: Promise<void> = Promise.resolve();
parentPort?.on("message", (order: ApplyOrder) => {
  last = last.then(async () => parentPort?.postMessage(await answerTo(order)));
});
