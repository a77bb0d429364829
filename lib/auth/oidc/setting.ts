import type { Reach } from "#lib/domain/reach.ts";
import { ROLES, type Role } from "#lib/domain/role.ts";

/** What members of a group may do. */
export type GroupGrant = { readonly group: string; readonly role: Role; readonly pools: Reach };

/** What somebody is let in with. */
export type Grant = Pick<GroupGrant, "role" | "pools">;

/** The organisation's OpenID Connect provider, and what its groups mean here. */
export type OidcSetting = {
  readonly issuer: string;
  readonly clientId: string;
  /** null for a client that has none: PKCE alone vouches for it. */
  readonly clientSecret: string | null;
  readonly scopes: readonly string[];
  /** The claim that lists the groups, in the ID token or else in what the userinfo endpoint says. */
  readonly groupsClaim: string;
  readonly grants: readonly GroupGrant[];
  /** The groups whose members may read besides, as the configuration has them now (DOMAIN D1). */
  readonly readers: () => Promise<readonly string[]>;
  /** What people call it: it stands on the button. */
  readonly name: string;
};

/** All that is granted now. */
export async function grantsNow({
  grants,
  readers,
}: Pick<OidcSetting, "grants" | "readers">): Promise<readonly GroupGrant[]> {
  return [...grants, ...(await readers()).map((group): GroupGrant => ({ group, role: "viewer", pools: "all" }))];
}

/**
 * What somebody of these groups may do: the highest role that any of them gives, for the pools of those that give it. A
 * group of a lower role widens nothing: two mappings never make a third. Null for who is in no mapped group.
 */
export function grantOf(groups: readonly string[], grants: readonly GroupGrant[]): Grant | null {
  const given = grants.filter(({ group }) => groups.includes(group));
  const role = ROLES.findLast((one) => given.some((grant) => grant.role === one));
  if (role === undefined) return null;
  const pools = given.filter((grant) => grant.role === role).map((grant) => grant.pools);
  const named = pools.flatMap((reach) => (reach === "all" ? [] : reach));
  return { role, pools: pools.includes("all") ? "all" : [...new Set(named)] };
}
