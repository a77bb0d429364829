import { parentPort, workerData } from "node:worker_threads";
import { asFault } from "#lib/domain/fault.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { ApplyAnswer, ApplyOrder, ApplyPlace } from "./apply-hand.ts";
import { lotApplier } from "./apply-lots.ts";
import { connect } from "./connect.ts";
import { writesOf } from "./write-lock.ts";

/* The thread that applies large lots: a connection of its own, so that what the engine exports goes on meanwhile. */

const { path, pool }: ApplyPlace = workerData;
const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
const db = connect(path);
const apply = lotApplier(db, pool);
const write = writesOf(db, clock);

parentPort?.on("message", async ({ home, lots, place, at }: ApplyOrder) => {
  const answer: ApplyAnswer = await write(() => apply(home, lots, place, at)).then(
    () => ({ is: "applied" }),
    (thrown: unknown) => {
      const { code, message, path: where } = asFault(thrown);
      return { is: "failed", code, sentence: message, path: where };
    },
  );
  parentPort?.postMessage(answer);
});
