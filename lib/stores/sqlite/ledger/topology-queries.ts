import type { Kysely } from "kysely";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { EDITIONS, type Pairing, type PoolRecord } from "#lib/domain/pool-record.ts";
import type { Topology } from "#lib/domain/topology.ts";
import type { LedgerSchema } from "./schema.ts";

/** Pools in the order in which they were founded. */
export async function readTopology(db: Kysely<LedgerSchema>): Promise<Topology> {
  const pools = await db.selectFrom("pools").select(["fqdn", "is_cms_master"]).orderBy("position").execute();
  const pairs = await db.selectFrom("pairs").selectAll().orderBy("a").execute();
  const master = pools.find((pool) => pool.is_cms_master === 1);
  return {
    pools: pools.map((pool) => pool.fqdn as PoolFqdn),
    pairs: pairs.map(({ a, b }) => ({ a: a as PoolFqdn, b: b as PoolFqdn })),
    cmsMaster: (master?.fqdn ?? null) as PoolFqdn | null,
  };
}

/** Every pool with what is known of it, in the order in which they came. */
export async function readPools(db: Kysely<LedgerSchema>): Promise<readonly PoolRecord[]> {
  const rows = await db
    .selectFrom("pools")
    .leftJoin("stores", "stores.pool", "pools.fqdn")
    .select(["fqdn", "site", "edition", "file_store", "user_store", "made_at"])
    .orderBy("position")
    .execute();
  return rows.map((row) => ({
    pool: row.fqdn as PoolFqdn,
    site: row.site,
    edition: EDITIONS.find((edition) => edition === row.edition) ?? "Enterprise",
    fileStore: row.file_store,
    userStore: row.user_store,
    isMade: row.made_at !== null,
  }));
}

/** Both sides of every pair. */
export async function readPairings(db: Kysely<LedgerSchema>): Promise<readonly Pairing[]> {
  const rows = await db.selectFrom("pairs").selectAll().orderBy("a").execute();
  return rows.flatMap(({ a, b, n }) => [
    { pool: a as PoolFqdn, partner: b as PoolFqdn, number: n },
    { pool: b as PoolFqdn, partner: a as PoolFqdn, number: n },
  ]);
}
