import type { Context } from "#lib/auth/context.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import { reaches } from "#lib/domain/reach.ts";
import { partnerOf, type Topology } from "#lib/domain/topology.ts";

/** The pool that backs this one up; an unknown or unpaired pool is refused by name (DOMAIN 10 no. 22). */
export function backupPoolOf(topology: Topology, pool: PoolFqdn): PoolFqdn {
  const partner = partnerIfAny(topology, pool);
  if (partner !== null) return partner;
  throw new Problem("unpaired", `${pool} has no backup pool.`, "Pair it first: New-CsPoolPair.", "PoolFqdn");
}

/** The same for who can do without one: null for an unpaired pool. */
export function partnerIfAny(topology: Topology, pool: PoolFqdn): PoolFqdn | null {
  refuseUnknown(topology, pool);
  return partnerOf(topology, pool);
}

/** A pool that the topology does not know is refused; `field` is the parameter that named it. */
export function refuseUnknown({ pools }: Pick<Topology, "pools">, pool: PoolFqdn, field = "PoolFqdn"): void {
  if (pools.includes(pool)) return;
  const known =
    pools.length === 0 ? "No pool is known yet: the first start makes them." : `Known are ${pools.join(", ")}.`;
  throw new Problem("unknown-pool", `There is no pool ${pool}.`, known, field);
}

/** A pool that another service runs gets no request here: nobody would ever take it up. */
export function refuseElsewhere({ pools, actor }: Pick<Context, "pools" | "actor">, pool: PoolFqdn): void {
  if (pools.has(pool)) return;
  throw new Problem(
    "pool-elsewhere",
    `This service does not run the engine of ${pool}.`,
    `Ask the service that does, or name the pool in PAIRKEEPER_POOLS here. It runs ${[...pools].filter((one) => reaches(actor.pools, one)).join(" and ")}.`,
    "PoolFqdn",
  );
}
