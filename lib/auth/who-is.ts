import { keptReach } from "#lib/domain/reach.ts";
import { ROLES } from "#lib/domain/role.ts";
import type { Who } from "./tokens.ts";

/** An account as the library keeps it, as far as it says who somebody is. */
export type KeptUser = {
  readonly id: string;
  readonly name: string;
  readonly username?: string | null | undefined;
  readonly role: string;
  readonly pools?: string | null | undefined;
  readonly disabled?: boolean | null | undefined;
};

/** Who it is; null for an account that is disabled, or of a role that is none. */
export function whoIs({ name, username, role: kept, pools, disabled }: KeptUser): Who | null {
  const role = ROLES.find((known) => known === kept);
  return role === undefined || disabled ? null : { name: username ?? name, role, pools: keptReach(pools) };
}
