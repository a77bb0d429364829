import { type PoolFqdn, poolFqdn } from "./pool.ts";
import type { Topology } from "./topology.ts";

/**
 * How far somebody may: over every pool there is and will be, or over those that are named (PRODUCT E4). Who reaches a pool acts on
 * it, and sees the pair that it is in: both directions, hence its partner, and nothing of any other pair.
 */
export type Reach = "all" | readonly PoolFqdn[];

/** Nobody's: what cannot be read opens nothing. */
export const NOWHERE: Reach = [];

/** True when one may act on the pool. */
export function reaches(reach: Reach, pool: PoolFqdn): boolean {
  return reach === "all" || reach.includes(pool);
}

/** True when `inner` opens nothing that `outer` does not. */
export function isWithin(inner: Reach, outer: Reach): boolean {
  if (outer === "all") return true;
  return inner !== "all" && inner.every((pool) => outer.includes(pool));
}

/** The part of the topology that one may see: pools by name with their partners, in the order that they have. */
export function seenTopology(reach: Reach, topology: Topology): Topology {
  if (reach === "all") return topology;
  const pairs = topology.pairs.filter(({ a, b }) => reach.includes(a) || reach.includes(b));
  const seen = new Set([...reach, ...pairs.flatMap(({ a, b }) => [a, b])]);
  const master = topology.cmsMaster;
  return {
    pools: topology.pools.filter((pool) => seen.has(pool)),
    pairs,
    cmsMaster: master !== null && seen.has(master) ? master : null,
  };
}

/** As people read and write it: `all`, or names with commas between them. */
export function reachText(reach: Reach): string {
  return reach === "all" ? reach : reach.join(", ");
}

/** Reads that in any case, each name once and in order; null for what is no reach, an empty one too. */
export function readReach(text: string): Reach | null {
  if (text.trim().toLowerCase() === "all") return "all";
  const pools = text.split(",").map(poolFqdn);
  return pools.every((pool) => pool !== null) ? [...new Set(pools)].sort() : null;
}

/** What an account keeps: none, and what cannot be read, reaches nothing. */
export function keptReach(kept: string | null | undefined): Reach {
  return readReach(kept ?? "") ?? NOWHERE;
}
