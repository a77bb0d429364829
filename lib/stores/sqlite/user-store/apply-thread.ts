import { statSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { release } from "#lib/domain/own-memory.ts";
import type { ApplyOrder, ApplyPlace } from "./apply-hand.ts";
import { lotApplier } from "./apply-lots.ts";
import { checkIdentity, connect, lost } from "./connect.ts";
import { threadClock } from "./thread-clock.ts";
import { answerOrders } from "./thread-orders.ts";
import { writesOf } from "./write-lock.ts";

/* The thread that applies large lots: a connection of its own. */

const { path, identity, inode }: ApplyPlace = workerData;

answerOrders<ApplyOrder, void>(() => {
  if (statSync(path, { bigint: true, throwIfNoEntry: false })?.ino !== inode) {
    throw lost(path, `The user database of ${identity.pool} was removed or replaced.`);
  }
  const db = connect(path, (found) => checkIdentity(found, path, identity.storeId));
  try {
    const apply = lotApplier(db, identity.pool);
    const write = writesOf(db, threadClock);
    return async ({ home, lots, place, at }) => {
      await write(() => apply(home, lots, place, at));
      for (const { lines } of lots) release(lines); // they came to stay here
    };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
});
