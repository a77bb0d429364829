import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { checkIdentity, lost, type UserStoreIdentity } from "./connect.ts";

/** Opens a pool's user database to read it, beside whoever writes it. Faults with "store-lost" when it is not the right one. */
export function openReading(
  path: string,
  { pool, storeId }: Pick<UserStoreIdentity, "pool" | "storeId">,
): DatabaseSync {
  if (!existsSync(path)) throw lost(path, `The user database of ${pool} is gone.`);
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    checkIdentity(db, path, storeId);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}
