import type { Kysely } from "kysely";
import { type Configuration, DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { SyncInterval } from "#lib/domain/sync-interval.ts";
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

/** The defaults until something was set. */
export async function readConfiguration(db: Kysely<LedgerSchema>): Promise<Configuration> {
  const set = await db.selectFrom("configuration").select("sync_interval_ms").executeTakeFirst();
  return set ? { syncInterval: set.sync_interval_ms as SyncInterval } : DEFAULT_CONFIGURATION;
}
