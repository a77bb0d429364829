import { randomUUID } from "node:crypto";
import type { Account, AccountChange, AccountRefusal } from "#lib/domain/account.ts";
import type { Actor } from "#lib/domain/role.ts";
import type { AccountLedger } from "#lib/ports/account-ledger.ts";
import type { AccessNotes } from "./access-notes.ts";

/** Where a one-time link leads, under whichever address people reach the console. */
export const linkPath = (token: string) => `/login/link?token=${token}`;

/** An account, and the path by which its owner signs in once: it is told once, and works for an hour. */
export type WithLink = { readonly account: Account; readonly signInPath: string };

/** The accounts as administrators work with them. */
export type Accounts = {
  list(): Promise<readonly Account[]>;
  /** A new one with its first sign-in link; null where the name is taken. */
  make(asked: Pick<Account, "name" | "role" | "pools">, by: Actor): Promise<WithLink | null>;
  change(name: string, change: AccountChange, by: Actor): Promise<Account | AccountRefusal>;
  /** The way back of who forgot a password: what was set is forgotten, and a new link signs in once. */
  renew(name: string, by: Actor): Promise<WithLink | AccountRefusal>;
  remove(name: string, by: Actor): Promise<Account | AccountRefusal>;
};

/** `linkFor` makes a new one-time token for an account; those before it work no more. A new link ends a lock. */
export function openAccounts(
  ledger: AccountLedger,
  linkFor: (id: string) => Promise<string>,
  unlock: (name: string) => Promise<void>,
  notes: Pick<AccessNotes, "newLink">,
): Accounts {
  const withLink = async (account: Account, by: Actor): Promise<WithLink> => {
    const token = await linkFor(account.id);
    await unlock(account.name);
    await notes.newLink(account.name, by);
    return { account, signInPath: linkPath(token) };
  };
  return {
    list: () => ledger.accounts(),
    make: async (asked, by) => {
      const made = { ...asked, id: randomUUID() };
      if (!(await ledger.make(made, by))) return null;
      return withLink(
        { ...made, isDisabled: false, isLocal: true, hasTwoFactor: false, hasPassword: false, sessions: 0 },
        by,
      );
    },
    change: (name, change, by) => ledger.change(name, change, by),
    renew: async (name, by) => {
      const changed = await ledger.change(name, { forgetPassword: true }, by);
      return typeof changed === "string" ? changed : withLink(changed, by);
    },
    remove: (name, by) => ledger.remove(name, by),
  };
}
