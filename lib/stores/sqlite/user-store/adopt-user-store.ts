import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { Clock } from "#lib/ports/clock.ts";
import { clearPlace } from "./clear-place.ts";
import { connect, isEmpty, lost, type UserStoreIdentity } from "./connect.ts";
import { fill } from "./make-user-store.ts";
import { prepareSchema } from "./prepare.ts";
import { SET_BASELINE, SET_RESTORING, VOID_PAST_UP_TO } from "./restore-book.ts";
import { writesOf } from "./write-lock.ts";

/** What an adoption leaves to be done. */
export type Adoption = {
  readonly requestId: string;
  /** Modules that are to be restored; where the database is another's, a new one or of an older day, every module is. */
  readonly restored: readonly ModuleName[];
  /** All that keep a book here: what they sent before is void, and everything goes again. */
  readonly modules: readonly ModuleName[];
  /** The last package epoch that the ledger knows of what this pool exports, by module. */
  readonly epochs: ReadonlyMap<ModuleName, number>;
};

/** What another store's book knows is of no lane of this one. */
const OF_LANES = [
  ..."changes pending flights export_lanes positions restores receipts quarantined skipped moving_aside".split(" "),
  ..."deleted looks moves handovers".split(" "),
];

/**
 * Makes the database at `path` this pool's, whatever it was: another store's, an older copy, or none (DESIGN L9). Its rows stay
 * as they are, and of this store so does its book. In one transaction; done once, it does nothing more. Waits for programs
 * that write meanwhile, as every write here does.
 */
export async function adoptUserStore(
  path: string,
  identity: UserStoreIdentity,
  known: readonly PoolFqdn[],
  tables: readonly RowTable[],
  adoption: Adoption,
  clock: Clock,
): Promise<void> {
  clearPlace(path);
  const db = connect(path, (found) => checkAdoptable(found, path));
  try {
    const isNew = isEmpty(db);
    if (!isNew) prepareSchema(db, tables);
    await writesOf(
      db,
      clock,
    )(() => {
      if (!isNew && isAdopted(db, identity)) return;
      const isOwn = !isNew && isOfThisStore(db, identity);
      const isLatest = isOwn && isAdopted(db, { ...identity, storeEpoch: identity.storeEpoch - 1 });
      if (isNew) fill(db, identity, known, tables);
      else takeOver(db, identity, known, isOwn);
      note(db, identity, isLatest ? adoption : { ...adoption, restored: adoption.modules });
    });
  } finally {
    db.close();
  }
}

/** Whether the database at `path` was adopted as that already; true too when nothing can tell. */
export function mayBeAdopted(path: string, identity: UserStoreIdentity): boolean {
  if (!existsSync(path)) return false;
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
    try {
      return isAdopted(db, identity);
    } finally {
      db.close();
    }
  } catch {
    return true;
  }
}

function checkAdoptable(db: DatabaseSync, path: string): void {
  const isOurs = db.prepare("SELECT 1 AS yes FROM sqlite_master WHERE type = 'table' AND name = 'store'").get();
  if (isOurs === undefined && !isEmpty(db))
    throw lost(path, "What stands there is no user database of this service: move it away first.");
}

function isAdopted(db: DatabaseSync, { storeId, storeEpoch }: UserStoreIdentity): boolean {
  const found = db.prepare("SELECT store_id, store_epoch FROM store").get();
  return found?.store_id === storeId && found.store_epoch === storeEpoch;
}

function isOfThisStore(db: DatabaseSync, { pool, storeId }: UserStoreIdentity): boolean {
  const before = db.prepare("SELECT store_id, pool FROM store").get();
  return before?.store_id === storeId && before.pool === pool;
}

function takeOver(db: DatabaseSync, identity: UserStoreIdentity, known: readonly PoolFqdn[], isOwn: boolean): void {
  const { pool, partner, storeId, storeEpoch } = identity;
  if (!isOwn) {
    for (const table of OF_LANES) db.exec(`DELETE FROM ${table}`);
    db.exec("UPDATE store SET capture_gap_at = NULL; DELETE FROM served");
  }
  db.exec("DELETE FROM importing");
  db.prepare("UPDATE store SET store_id = ?, store_epoch = ?, pool = ?, partner = ?").run(
    storeId,
    storeEpoch,
    pool,
    partner,
  );
  const serve = db.prepare("INSERT OR IGNORE INTO served (home_pool, epoch, writable) VALUES (?, 1, ?)");
  for (const one of known) serve.run(one, one === pool ? 1 : 0);
}

/** Both data sets are to be compared with the partner's before anything of them counts as whole. */
function note(
  db: DatabaseSync,
  { pool, partner }: UserStoreIdentity,
  { requestId, restored, modules, epochs }: Adoption,
): void {
  const [setBaseline, voidPast, setRestoring] = [SET_BASELINE, VOID_PAST_UP_TO, SET_RESTORING].map((sql) =>
    db.prepare(sql),
  );
  for (const module of modules) {
    setBaseline?.run(module, 1);
    voidPast?.run(module, 2 + (epochs.get(module) ?? 0));
  }
  const homes = partner === "" ? [pool] : [pool, partner]; // nobody's data set is anywhere
  for (const module of restored) {
    for (const home of homes) setRestoring?.run(module, home, requestId);
  }
}
