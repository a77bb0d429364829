import type { Context } from "#lib/auth/context.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { covers } from "#lib/domain/role.ts";

/** Why this person cannot have the pool checked here; null when nothing hinders. */
export function checkHindered({ actor, pools }: Pick<Context, "actor" | "pools">, pool: PoolFqdn): string | null {
  if (!pools.has(pool)) return "It is checked by the service that runs its engine.";
  return covers(actor.role, NEEDED_ROLE.testService)
    ? null
    : `Who holds the role ${NEEDED_ROLE.testService} has it checked.`;
}
