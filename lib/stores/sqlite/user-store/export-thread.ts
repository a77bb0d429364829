import { statSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { checkIdentity, connect, lost } from "./connect.ts";
import type { ExportAnswer, ExportOrder, ExportPlace } from "./export-hand.ts";
import { fold, unfold } from "./id-range.ts";
import { launcher } from "./launch.ts";
import { memoryOf } from "./lines.ts";
import { TOUCHED } from "./pending-tally.ts";
import { rowReader } from "./read-rows.ts";
import { strideTaker } from "./take-changes.ts";
import { threadClock } from "./thread-clock.ts";
import { answerOrders } from "./thread-orders.ts";
import { writesOf } from "./write-lock.ts";

/* The thread that takes, reads and launches what waits in large numbers: a connection of its own, which sees all that was committed. */

const { path, identity, inode }: ExportPlace = workerData;

answerOrders<ExportOrder, ExportAnswer>(() => {
  if (statSync(path, { bigint: true, throwIfNoEntry: false })?.ino !== inode) {
    throw lost(path, `The user database of ${identity.pool} was removed or replaced.`);
  }
  const db = connect(path, (found) => checkIdentity(found, path, identity.storeId));
  try {
    const touched: number[] = []; // told to who gave the order: it keeps the counts
    db.function(TOUCHED, (id) => touched.push(Number(id)) * 0);
    const write = writesOf(db, threadClock);
    const read = rowReader(db, identity);
    const launch = launcher(db, write);
    const take = strideTaker(db, identity.pool);
    return async (order) => {
      switch (order.is) {
        case "read": {
          const found = await read(order.table, order.phase, unfold(order.ids));
          return { is: "read", ...found, lots: found.lots.map((lot) => ({ ...lot, ids: fold(lot.ids) })) };
        }
        case "launch":
          await write(() => launch(order.module, order.flight, unfold(order.ids), [], order.at));
          return null;
        case "take": {
          const taken = await write(() => take(order));
          return { is: "taken", taken, touched: touched.splice(0) };
        }
      }
    };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}, givenWith);

function givenWith(read: ExportAnswer): ArrayBuffer[] {
  return read?.is === "read" ? memoryOf(read.lots) : [];
}
