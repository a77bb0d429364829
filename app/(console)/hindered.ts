import type { Context } from "#lib/auth/context.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { lacking } from "#lib/domain/may.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** Why this person cannot have the pool checked here; null when nothing hinders. */
export function checkHindered({ actor, pools }: Pick<Context, "actor" | "pools">, pool: PoolFqdn): string | null {
  if (!pools.has(pool)) return "It is checked by the service that runs its engine.";
  const lacks = lacking(actor, NEEDED_ROLE.testService, pool);
  return lacks && `Who holds the role ${lacks} has it checked.`;
}
