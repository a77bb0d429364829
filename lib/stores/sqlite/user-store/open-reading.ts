import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { refuseDamaged } from "../damaged.ts";
import { checkIdentity, lost, type UserStoreIdentity } from "./connect.ts";

/** Opens a pool's user database to read it, beside whoever writes it. Faults with "store-lost" when it is not the right one. */
export function openReading(
  path: string,
  { pool, storeId }: Pick<UserStoreIdentity, "pool" | "storeId">,
): DatabaseSync {
  const what = `The user database of ${pool}`;
  if (!existsSync(path)) throw lost(path, `${what} is gone.`);
  return refuseDamaged(path, what, "Put a good copy of it back.", () => openThere(path, storeId));
}

function openThere(path: string, storeId: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    checkIdentity(db, path, storeId);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}
