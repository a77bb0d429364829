import type { ModuleName } from "./backup-module.ts";
import { type PoolFqdn, shortName } from "./pool.ts";

/** One module in one direction: P1->P2 and P2->P1 are two lanes. The unit of state, schedule and position. */
export type Lane = { readonly from: PoolFqdn; readonly to: PoolFqdn; readonly module: ModuleName };

/** `p1->p2 Module.Name`: the same line in logs, journal and tests. */
export function laneName(lane: Lane): string {
  return `${shortName(lane.from)}->${shortName(lane.to)} ${lane.module}`;
}

/** By full names: two pools may share their first label. */
export function isSameLane(a: Lane, b: Lane): boolean {
  return a.from === b.from && a.to === b.to && a.module === b.module;
}
