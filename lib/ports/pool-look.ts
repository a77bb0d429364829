import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LargestFile, PoolSight, Seen } from "#lib/domain/pool-sight.ts";

/**
 * Looks at the stores of a pool that this service serves, beside the engine and by the same account, so that it can be done
 * while no engine runs. It does no harm: it makes no store and no folder, takes no lock that another program would feel, and
 * takes away what it wrote. Two looks at one pool are one. Never rejects: what does not answer in time is told so.
 */
export interface PoolLook {
  /** `partner` is null for a pool that has none. */
  look(pool: PoolFqdn, partner: PoolFqdn | null): Promise<PoolSight>;
  /** The largest file that the engine's looks have seen of the pool's own content. */
  largestFile(pool: PoolFqdn): Promise<Seen<LargestFile>>;
}
