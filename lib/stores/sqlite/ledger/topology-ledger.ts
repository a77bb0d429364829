import type { Kysely } from "kysely";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Topology } from "#lib/domain/topology.ts";
import type { StoreIdentity, TopologyLedger } from "#lib/ports/ledger.ts";
import type { LedgerSchema } from "./schema.ts";
import { readTopology } from "./topology-queries.ts";

/** First start's side of the ledger over SQLite. */
export function sqliteTopologyLedger(db: Kysely<LedgerSchema>): TopologyLedger {
  return {
    topology: () => readTopology(db),
    stores: async () => {
      const rows = await db.selectFrom("stores").selectAll().orderBy("pool").execute();
      return rows.map((row) => ({ pool: row.pool as PoolFqdn, storeId: row.store_id, madeAt: row.made_at }));
    },
    found: (topology, stores) => db.transaction().execute((write) => found(write, topology, stores)),
    storesMade: async (pool, at) => {
      await db.updateTable("stores").set({ made_at: at }).where("pool", "=", pool).execute();
    },
  };
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
