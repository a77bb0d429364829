import type { Lane } from "#lib/domain/lane.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { type Reach, reaches, seenTopology } from "#lib/domain/reach.ts";
import type { Topology } from "#lib/domain/topology.ts";

/** What somebody of limited reach may see of a topology. */
export type Sight = {
  readonly topology: Topology;
  seesPool(pool: PoolFqdn): boolean;
  /** Both pools are seen, and one of them is reached: what two partners had with each other once is nobody's here. */
  seesLane(lane: Pick<Lane, "from" | "to">): boolean;
  /** Whether something names a pool that is not seen, wherever it stands in it. */
  tellsOfOthers(...things: readonly unknown[]): boolean;
};

export function sightOf(reach: Reach, whole: Topology): Sight {
  const topology = seenTopology(reach, whole);
  const seen = new Set(topology.pools);
  const unseen = whole.pools.filter((pool) => !seen.has(pool));
  // The longest first: a name may end like another one.
  const own = [...seen].sort((a, b) => b.length - a.length);
  return {
    topology,
    seesPool: (pool) => seen.has(pool),
    seesLane: ({ from, to }) => seen.has(from) && seen.has(to) && (reaches(reach, from) || reaches(reach, to)),
    tellsOfOthers: (...things) => {
      const text = own.reduce((rest, pool) => rest.replaceAll(pool, " "), JSON.stringify(things).toLowerCase());
      return unseen.some((pool) => text.includes(pool));
    },
  };
}
