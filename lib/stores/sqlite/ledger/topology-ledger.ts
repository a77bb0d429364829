import type { Kysely, Selectable } from "kysely";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Topology } from "#lib/domain/topology.ts";
import type { FailedAdoption, StoreIdentity, TopologyLedger } from "#lib/ports/ledger.ts";
import type { LedgerSchema } from "./schema.ts";
import { readTopology } from "./topology-queries.ts";
import { writeRun } from "./write-run.ts";

/** The ledger over SQLite as first start and adoptions use it. */
export function sqliteTopologyLedger(db: Kysely<LedgerSchema>): TopologyLedger {
  return {
    topology: () => readTopology(db),
    stores: async () => {
      const rows = await db.selectFrom("stores").selectAll().orderBy("pool").execute();
      return rows.map(identityOf);
    },
    found: (topology, stores) => db.transaction().execute((write) => found(write, topology, stores)),
    storesMade: async (pool, at) => {
      await db.updateTable("stores").set({ made_at: at }).where("pool", "=", pool).execute();
    },
    adoptionFailed: (identity, failed) => db.transaction().execute((write) => adoptionFailed(write, identity, failed)),
    adopt: (pool, requestId) => db.transaction().execute((write) => adopt(write, pool, requestId)),
  };
}

async function adopt(db: Kysely<LedgerSchema>, pool: PoolFqdn, requestId: string): Promise<StoreIdentity> {
  await db
    .updateTable("stores")
    .set((one) => ({ epoch: one("epoch", "+", 1), adopted_for: requestId, made_at: null }))
    .where("pool", "=", pool)
    .where((one) => one.or([one("adopted_for", "is", null), one("adopted_for", "!=", requestId)]))
    .execute();
  return identityOf(await db.selectFrom("stores").selectAll().where("pool", "=", pool).executeTakeFirstOrThrow());
}

async function adoptionFailed(
  db: Kysely<LedgerSchema>,
  { pool, epoch }: StoreIdentity,
  { runs, hasBegun, at }: FailedAdoption,
): Promise<void> {
  const before = hasBegun ? {} : { epoch: epoch - 1, adopted_for: null };
  await db
    .updateTable("stores")
    .set({ ...before, made_at: at })
    .where("pool", "=", pool)
    .where("epoch", "=", epoch)
    .execute();
  for (const run of runs) await writeRun(db, run);
}

function identityOf(row: Selectable<LedgerSchema["stores"]>): StoreIdentity {
  const { store_id: storeId, made_at: madeAt, epoch, adopted_for: adoptedFor } = row;
  return { pool: row.pool as PoolFqdn, storeId, madeAt, epoch, adoptedFor };
}

async function found(db: Kysely<LedgerSchema>, topology: Topology, stores: readonly StoreIdentity[]): Promise<void> {
  const before = await readTopology(db);
  if (before.pools.length > 0) throw new Error(`The ledger knows ${before.pools.join(", ")} already.`);
  const pools = topology.pools.map((fqdn, position) => ({
    fqdn,
    position,
    is_cms_master: fqdn === topology.cmsMaster ? 1 : 0,
  }));
  if (pools.length > 0) await db.insertInto("pools").values(pools).execute();
  if (topology.pairs.length > 0)
    await db
      .insertInto("pairs")
      .values([...topology.pairs])
      .execute();
  const identities = stores.map(({ pool, storeId, madeAt }) => ({ pool, store_id: storeId, made_at: madeAt }));
  if (identities.length > 0) await db.insertInto("stores").values(identities).execute();
}
