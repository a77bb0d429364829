import type { PoolFqdn } from "./pool.ts";
import { reaches } from "./reach.ts";
import { type Actor, type ActorRole, acts, covers } from "./role.ts";

/** Whether somebody may what needs that role: on the pool, or without one on the whole deployment. Looking needs no reach. */
export function may({ role, pools }: Pick<Actor, "role" | "pools">, needed: ActorRole, pool?: PoolFqdn): boolean {
  if (!covers(role, needed)) return false;
  if (!acts(needed)) return true;
  return pool === undefined ? pools === "all" : reaches(pools, pool);
}

/** What somebody lacks for it, as it is said after "needs the role"; null for who may. */
export function lacking(actor: Pick<Actor, "role" | "pools">, needed: ActorRole, pool?: PoolFqdn): string | null {
  if (may(actor, needed, pool)) return null;
  return covers(actor.role, needed) ? `${needed} for ${pool ?? "all pools"}` : needed;
}
