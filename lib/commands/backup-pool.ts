import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import { partnerOf, type Topology } from "#lib/domain/topology.ts";

/** The pool that backs this one up; an unknown or unpaired pool is refused by name (DOMAIN 10 no. 22). */
export function backupPoolOf(topology: Topology, pool: PoolFqdn): PoolFqdn {
  if (!topology.pools.includes(pool))
    throw new Problem("unknown-pool", `There is no pool ${pool}.`, knownPools(topology), "PoolFqdn");
  const partner = partnerOf(topology, pool);
  if (partner !== null) return partner;
  throw new Problem("unpaired", `${pool} has no backup pool.`, "Only paired pools have a Backup Service.", "PoolFqdn");
}

function knownPools({ pools }: Topology): string {
  return pools.length === 0 ? "No pool is known yet: the first start makes them." : `Known are ${pools.join(", ")}.`;
}
