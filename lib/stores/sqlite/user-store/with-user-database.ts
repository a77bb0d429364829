import type { DatabaseSync } from "node:sqlite";
import { checkEpoch, checkIdentity, checkThere, connect, type UserStoreIdentity } from "./connect.ts";

/** Other programs may hold the write lock for as long. */
const BUSY_MS = 30_000;

/** Works on a pool's user database while no store of it is open here. Faults with "store-lost" when it is not the right one. */
export function withUserDatabase<T>(path: string, identity: UserStoreIdentity, body: (db: DatabaseSync) => T): T {
  checkThere(path, identity.pool);
  const db = connect(path, (found) => checkIdentity(found, path, identity.storeId));
  try {
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    checkEpoch(db, path, identity);
    return body(db);
  } finally {
    db.close();
  }
}
