import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** Where a pool's restore is asked for. */
export function restorePath(pool: PoolFqdn, module?: string): string {
  return `/pools/${pool}/restore${module === undefined ? "" : `?module=${encodeURIComponent(module)}`}`;
}

/** Where the deletions that the guard holds are shown. */
export function heldPath(pool: PoolFqdn): string {
  return `/pools/${pool}/held`;
}

/** Where what was deleted of a pool is listed. */
export function trashPath(pool: PoolFqdn, name = ""): string {
  return `/pools/${pool}/trash${name === "" ? "" : `?name=${encodeURIComponent(name)}`}`;
}

/** Where a pool is checked. */
export function checkPath(pool: PoolFqdn): string {
  return `/pools/${pool}/check`;
}

/** Where a state, a reason or a refusal is explained, and what helps. */
export function guidePath(code: string): string {
  return `/guide#${encodeURIComponent(code)}`;
}

/** Where it is listed what would be lost with a pool. */
export function lossPath(pool: PoolFqdn): string {
  return `/pools/${pool}/loss`;
}

/** Where pools are added, paired and unpaired. */
export const TOPOLOGY_PATH = "/topology";

/** Where a pair is shown; either of its pools names it, links use the first. */
export function pairPath(pool: PoolFqdn): string {
  return `/pairs/${pool}`;
}

/** Where one module in one direction is shown, by the pool that its copies come from. */
export function lanePath(from: PoolFqdn, module: ModuleName): string {
  return `/pairs/${from}/${encodeURIComponent(module)}`;
}

/** Where it is asked whether an item has a second copy. */
export const FIND_PATH = "/find";

/** Where a run is followed. */
export function runPath(id: string): string {
  return `/requests/${encodeURIComponent(id)}`;
}

/** Where it is told what happened: all of it, or of one pool, or of one copy. */
export function journalPath(of: {
  readonly pool?: PoolFqdn;
  readonly from?: PoolFqdn;
  readonly module?: ModuleName;
}): string {
  const query = new URLSearchParams(Object.entries(of).filter(([, value]) => value !== undefined));
  return query.size === 0 ? "/journal" : `/journal?${query}`;
}
