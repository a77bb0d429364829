import type { DBAdapter, InternalAdapter } from "better-auth";

/** Where among what the library keeps for a while the one-time links of an address are. */
export const linksOf = (email: string) =>
  [{ field: "value", operator: "contains", value: JSON.stringify({ email }).slice(1, -1) }] as const;

/**
 * Ends what is begun of sign-ins of an account, beside its sessions: codes that are owed yet after a password or a link of before, and
 * links that were not used.
 */
export function openBegun(
  accounts: Pick<InternalAdapter, "findUserById">,
  adapter: Pick<DBAdapter, "deleteMany">,
): (userId: string) => Promise<void> {
  return async (userId) => {
    await adapter.deleteMany({ model: "verification", where: [{ field: "value", value: userId }] });
    const user = await accounts.findUserById(userId);
    if (user !== null) await adapter.deleteMany({ model: "verification", where: [...linksOf(user.email)] });
  };
}
