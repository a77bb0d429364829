import type { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { UserStoreIdentity } from "./connect.ts";
import { prepareSchema } from "./prepare.ts";
import { withUserDatabase } from "./with-user-database.ts";

/** The pair that a user database was made fit for: its partner, empty for none, and the number of the pair. */
export type PairedAs = { readonly partner: string; readonly number: number };

/** What a database without a number has: the pair that it was made for. */
const FIRST_PAIR = 1;

const PAIRING =
  "CREATE TABLE IF NOT EXISTS pairing (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL) STRICT";

/**
 * What a pair of before left: acks and what was sent count no more, and positions, refusals, moves and receipts are of another
 * partner. An ack of nobody makes the exporter send tombstones of 30 days and everything else again (LaneBook.ackedBy).
 */
const FORGET = `
  UPDATE export_lanes SET acked_by = '', past_void = 1, standby_behind = 0;
  DELETE FROM positions;
  DELETE FROM quarantined;
  DELETE FROM skipped;
  DELETE FROM moves;
  DELETE FROM handovers;
  DELETE FROM receipts;
  DELETE FROM restores WHERE home_pool <> (SELECT pool FROM store)`;

/** Which pair the database at `path` is fit for. Faults with "store-lost" when it is not the one that the ledger knows. */
export function pairedAs(path: string, identity: UserStoreIdentity): PairedAs {
  return withUserDatabase(path, identity, read);
}

/**
 * Makes a pool's user database fit for its pair, in one transaction: who may write rows of whom, and nothing of a pair of
 * before. The database of an unpaired pool only forgets its partner: what it knows is looked at when it is paired again.
 */
export function joinPair(
  path: string,
  identity: UserStoreIdentity,
  number: number | null,
  known: readonly PoolFqdn[],
  tables: readonly RowTable[],
): void {
  withUserDatabase(path, identity, (db) => {
    prepareSchema(db, tables);
    db.exec(`BEGIN IMMEDIATE; ${PAIRING}`);
    try {
      const before = read(db);
      const serve = db.prepare(
        "INSERT INTO served (home_pool, epoch, writable) VALUES (?, 1, ?) ON CONFLICT DO NOTHING",
      );
      for (const pool of known) serve.run(pool, pool === identity.pool ? 1 : 0);
      db.prepare("UPDATE store SET partner = ?").run(identity.partner);
      if (number !== null && number !== before.number) db.exec(FORGET);
      const now = number ?? before.number;
      db.prepare("INSERT INTO pairing VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET number = excluded.number").run(now);
      db.exec("COMMIT");
    } catch (thrown) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw thrown;
    }
  });
}

function read(db: DatabaseSync): PairedAs {
  const partner = String(db.prepare("SELECT partner FROM store").get()?.partner);
  const isNumbered = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'pairing'").get();
  const number = isNumbered ? db.prepare("SELECT number FROM pairing").get()?.number : undefined;
  return { partner, number: typeof number === "number" ? number : partner === "" ? 0 : FIRST_PAIR };
}
