import { statSync } from "node:fs";
import { workerData } from "node:worker_threads";
import type { LossCounts } from "#lib/domain/loss.ts";
import { checkIdentity, connect, lost } from "./connect.ts";
import { type LossOrder, lossCounter } from "./count-loss.ts";
import type { LossPlace } from "./loss-hand.ts";
import { answerOrders } from "./thread-orders.ts";

/* The thread that counts a large loss: a connection of its own, which sees all that was committed. */

const { path, identity, inode, tables }: LossPlace = workerData;

answerOrders<LossOrder, LossCounts>(() => {
  if (statSync(path, { bigint: true, throwIfNoEntry: false })?.ino !== inode) {
    throw lost(path, `The user database of ${identity.pool} was removed or replaced.`);
  }
  const db = connect(path, (found) => checkIdentity(found, path, identity.storeId));
  db.exec("PRAGMA cache_size = -2000"); // it goes through an index once: pages that stay would only weigh
  try {
    return lossCounter(db, identity.pool, tables);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
});
