import type { AuthContext, InternalAdapter } from "better-auth";
import { ADMIN } from "#lib/domain/account.ts";
import { reachText } from "#lib/domain/reach.ts";
import type { Role } from "#lib/domain/role.ts";

/** Nobody's mailbox: sign-in is by name, and the library wants an address. */
export const ADMIN_EMAIL = "admin@pairkeeper.invalid";

/**
 * Sees to the account `admin`: made at first start, and its password is the one given, else the one that its owner set, else none.
 * A password that changed, or was taken away, ends every session: whoever had the old one is out.
 */
export async function keepAdmin(
  accounts: InternalAdapter,
  passwords: Pick<AuthContext["password"], "hash" | "verify">,
  password: string | null,
): Promise<"kept" | "set" | "taken-away"> {
  const found = (await accounts.findUserByEmail(ADMIN_EMAIL))?.user;
  const userId = found?.id ?? (await makeAdmin(accounts));
  const held = await accounts.findCredentialAccount(userId);
  if (password === null) {
    const isGone = held !== undefined && held !== null && !isOwn(found);
    if (isGone) {
      await accounts.deleteUserSessions(userId);
      await accounts.deleteAccount(held.id);
    }
    return isGone ? "taken-away" : "kept";
  }
  if (isOwn(found)) await accounts.updateUser(userId, { ownPassword: false });
  if (held?.password && (await passwords.verify({ hash: held.password, password }))) return "kept";
  const hash = await passwords.hash(password);
  if (held) await accounts.updatePassword(userId, hash);
  else await accounts.linkAccount({ userId, providerId: "credential", accountId: userId, password: hash });
  await accounts.deleteUserSessions(userId);
  return "set";
}

/** True for a password that its owner set, not the environment. */
const isOwn = (user: object | undefined) => user !== undefined && Reflect.get(user, "ownPassword") === true;

async function makeAdmin(accounts: InternalAdapter): Promise<string> {
  const role: Role = "administrator";
  const made = await accounts.createUser(
    { email: ADMIN_EMAIL, emailVerified: true, name: ADMIN, username: ADMIN, role, pools: reachText("all") },
    { method: "admin" },
  );
  return made.id;
}
