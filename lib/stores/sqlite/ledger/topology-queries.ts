import type { Kysely } from "kysely";
import type { PoolFqdn } from "#lib/domain/pool.ts";
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
