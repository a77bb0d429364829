import { type PoolFqdn, type PoolPair, partnerIn } from "./pool.ts";

/** Pools, which of them protect each other, and where the Central Management store is written. */
export type Topology = {
  readonly pools: readonly PoolFqdn[];
  readonly pairs: readonly PoolPair[];
  readonly cmsMaster: PoolFqdn | null;
};

/** The backup pool of a pool; null when it is unpaired. */
export function partnerOf(topology: Topology, pool: PoolFqdn): PoolFqdn | null {
  for (const pair of topology.pairs) {
    const partner = partnerIn(pair, pool);
    if (partner !== null) return partner;
  }
  return null;
}
