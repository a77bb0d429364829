import type { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import { clearPlace } from "./clear-place.ts";
import { checkIdentity, connect, isEmpty, type UserStoreIdentity } from "./connect.ts";
import { fillSchema } from "./prepare.ts";

/**
 * Makes a pool's user database with `tables` at `path`, or finds the one that an interrupted first start made. Faults with
 * "store-lost" when another database stands there: only a person may adopt that (DESIGN L9).
 */
export function makeUserStore(
  path: string,
  identity: UserStoreIdentity,
  known: readonly PoolFqdn[],
  tables: readonly RowTable[],
): void {
  clearPlace(path);
  const db = connect(path, (found) => {
    if (!isEmpty(found)) checkIdentity(found, path, identity.storeId);
  });
  try {
    db.exec("BEGIN IMMEDIATE");
    if (isEmpty(db)) fill(db, identity, known, tables);
    else checkIdentity(db, path, identity.storeId);
    db.exec("COMMIT");
  } finally {
    db.close();
  }
}

/** Makes all tables of an empty database and says which store it is. */
export function fill(
  db: DatabaseSync,
  identity: UserStoreIdentity,
  known: readonly PoolFqdn[],
  tables: readonly RowTable[],
): void {
  fillSchema(db, tables);
  const serve = db.prepare("INSERT INTO served (home_pool, epoch, writable) VALUES (?, 1, ?)");
  for (const pool of known) serve.run(pool, pool === identity.pool ? 1 : 0);
  db.prepare("INSERT INTO store (id, store_id, store_epoch, pool, partner) VALUES (1, ?, ?, ?, ?)").run(
    identity.storeId,
    identity.storeEpoch,
    identity.pool,
    identity.partner,
  );
}
