import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Pairing } from "#lib/domain/pool-record.ts";
import type { Topology } from "#lib/domain/topology.ts";
import type { RequestWithRuns, StoreIdentity } from "#lib/ports/ledger.ts";

/** What an engine was started with. */
export type StartedWith = {
  readonly topology: Topology;
  /** The same two pools paired again are another pair. */
  readonly pairings: readonly Pairing[];
  readonly stores: readonly StoreIdentity[];
  readonly pools: ReadonlySet<PoolFqdn>;
};

/** The latest request of each of these pools that asks to adopt its stores and was not called off. `open`: oldest first. */
export function newestAdoptions(
  open: readonly RequestWithRuns[],
  pools: ReadonlySet<PoolFqdn>,
): ReadonlyMap<PoolFqdn, RequestWithRuns> {
  const asked = open.filter(({ request }) => request.what === "adopt" && request.cancelledAt === null);
  return new Map(asked.filter(({ request }) => pools.has(request.to)).map((one) => [one.request.to, one]));
}

/**
 * Why an engine that runs has to begin anew, in a sentence: which stores and lanes there are it learns at its start alone.
 * Null while it need not. `open`: oldest first.
 */
export function restartReason(
  started: StartedWith,
  now: Pick<StartedWith, "topology" | "pairings" | "stores"> & { readonly open: readonly RequestWithRuns[] },
): string | null {
  const words = ({ topology, pairings }: Pick<StartedWith, "topology" | "pairings">) =>
    JSON.stringify([topology, pairings]);
  if (words(now) !== words(started)) return "The topology changed.";
  for (const [pool, { request }] of newestAdoptions(now.open, started.pools)) {
    const known = started.stores.find((store) => store.pool === pool);
    if (known && known.adoptedFor !== request.id) return `The stores of ${pool} are to be adopted.`;
  }
  // Another engine did that for a pool of its own: what this one knows of those stores is of before.
  for (const { pool, epoch, madeAt } of now.stores) {
    const known = started.stores.find((store) => store.pool === pool);
    if (known && known.epoch !== epoch && madeAt !== null) return `The stores of ${pool} were adopted.`;
  }
  return null;
}
