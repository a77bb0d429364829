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
  /** Whether something names a pool that is seen: whole names count, not one that is part of another. */
  tellsOfSeen(...things: readonly unknown[]): boolean;
  /** Whether something names a pool that is not seen, wherever it stands in it. */
  tellsOfOthers(...things: readonly unknown[]): boolean;
};

/** What may be the name of a pool, as long as it goes on. */
const NAME = /[a-z0-9-]+(?:\.[a-z0-9-]+)*/g;

export function sightOf(reach: Reach, whole: Topology): Sight {
  const topology = seenTopology(reach, whole);
  const seen: ReadonlySet<string> = new Set(topology.pools);
  const unseen = whole.pools.filter((pool) => !seen.has(pool));
  return {
    topology,
    seesPool: (pool) => seen.has(pool),
    seesLane: ({ from, to }) => seen.has(from) && seen.has(to) && (reaches(reach, from) || reaches(reach, to)),
    tellsOfSeen: (...things) =>
      textOf(things)
        .match(NAME)
        ?.some((name) => seen.has(name)) ?? false,
    tellsOfOthers: (...things) => {
      const rest = textOf(things).replace(NAME, (name) => (seen.has(name) ? " " : name));
      return unseen.some((pool) => rest.includes(pool));
    },
  };
}

function textOf(things: readonly unknown[]): string {
  return things
    .map((thing) => (typeof thing === "string" ? thing : JSON.stringify(thing)))
    .join(" ")
    .toLowerCase();
}
