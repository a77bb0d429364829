import { may } from "#lib/domain/may.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Actor, ActorRole } from "#lib/domain/role.ts";

/** Which role each change needs. */
export type TopologyRoles = Readonly<
  Record<"newPool" | "newPair" | "rePair" | "removePair" | "removeStandby", ActorRole>
>;

type Pools = readonly { readonly PoolFqdn: PoolFqdn }[];

/** What who looks may change: the same that the commands behind the buttons let them. */
export type TopologyRights = {
  readonly add: boolean;
  /** Removes what former partners left: these may be any pools. */
  readonly clean: boolean;
  pair(pools: Pools): boolean;
  /** Both lose their copy, so both must be reached. */
  part(pair: Pools): boolean;
  rePair(pair: Pools): boolean;
};

export const NO_RIGHTS: TopologyRights = {
  add: false,
  clean: false,
  pair: () => false,
  part: () => false,
  rePair: () => false,
};

export function rightsOf(actor: Pick<Actor, "role" | "pools">, needed: TopologyRoles): TopologyRights {
  const onEach = (role: ActorRole) => (pools: Pools) => pools.every(({ PoolFqdn: pool }) => may(actor, role, pool));
  return {
    add: may(actor, needed.newPool),
    clean: may(actor, needed.removeStandby),
    pair: onEach(needed.newPair),
    part: onEach(needed.removePair),
    rePair: onEach(needed.rePair),
  };
}
