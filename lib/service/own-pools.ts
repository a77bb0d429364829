import type { Env } from "#lib/config/env.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** PAIRKEEPER_POOLS names a pool that is not in the topology. Expected, so it is shown without a stack. */
export class UnknownPool extends Error {
  readonly code = "refused";
}

/** The pools whose engine this service runs (DESIGN 6). Throws UnknownPool for one that the topology does not know. */
export function ownPools({ pools }: Pick<Env, "pools">, known: readonly PoolFqdn[]): ReadonlySet<PoolFqdn> {
  const stranger = pools?.find((name) => !known.some((pool) => pool === name));
  if (stranger !== undefined)
    throw new UnknownPool(`PAIRKEEPER_POOLS names ${stranger}, but known are only ${known.join(" and ")}.`);
  return new Set(known.filter((pool) => pools === null || pools.includes(pool)));
}
