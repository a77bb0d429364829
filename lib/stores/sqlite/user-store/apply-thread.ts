import { workerData } from "node:worker_threads";
import type { ApplyOrder, ApplyPlace } from "./apply-hand.ts";
import { lotApplier } from "./apply-lots.ts";
import { checkIdentity, connect } from "./connect.ts";
import { release } from "./lines.ts";
import { threadClock } from "./thread-clock.ts";
import { answerOrders } from "./thread-orders.ts";
import { writesOf } from "./write-lock.ts";

/* The thread that applies large lots: a connection of its own. */

const { path, pool, storeId }: ApplyPlace = workerData;

answerOrders<ApplyOrder, void>(() => {
  const db = connect(path);
  try {
    checkIdentity(db, path, storeId);
    const apply = lotApplier(db, pool);
    const write = writesOf(db, threadClock);
    return async ({ home, lots, place, at }) => {
      await write(() => apply(home, lots, place, at));
      for (const { lines } of lots) release(lines); // this thread's own copy
    };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
});
