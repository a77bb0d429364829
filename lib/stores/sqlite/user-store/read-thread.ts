import { statSync } from "node:fs";
import { workerData } from "node:worker_threads";
import type { ReadRows } from "#lib/ports/user-store.ts";
import { checkIdentity, connectReading, lost } from "./connect.ts";
import type { ReadOrder, ReadPlace } from "./read-hand.ts";
import { rowReader } from "./read-rows.ts";
import { answerOrders } from "./thread-orders.ts";

/* The thread that reads what many entries stand for: a connection of its own, which sees all that was committed. */

const { path, identity, inode }: ReadPlace = workerData;

answerOrders<ReadOrder, ReadRows>(() => {
  const db = connectReading(path);
  try {
    if (statSync(path, { bigint: true }).ino !== inode) {
      throw lost(path, `The user database of ${identity.pool} was replaced.`);
    }
    checkIdentity(db, path, identity.storeId);
    const read = rowReader(db, identity);
    return ({ table, phase, ids }) => read(table, phase, ids);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}, givenWith);

/** Lines are handed over, not copied, where they have their memory for themselves. */
function givenWith({ lots }: ReadRows): ArrayBuffer[] {
  return lots.flatMap(({ lines: { buffer, byteLength } }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );
}
