import type { Reach } from "./reach.ts";
import type { Role } from "./role.ts";

/** The account that first start makes. It is always there: who holds the machine signs in to it by the link that a start prints. */
export const ADMIN = "admin";

/** Somebody who signs in. */
export type Account = {
  readonly id: string;
  /** Unique in any case of its letters. */
  readonly name: string;
  readonly role: Role;
  readonly pools: Reach;
  /** Nobody signs in to it until it is enabled again. */
  readonly isDisabled: boolean;
  /** False for who signs in with the organisation's provider: those have neither password nor link here. */
  readonly isLocal: boolean;
  readonly hasPassword: boolean;
  /** A code is asked for besides. */
  readonly hasTwoFactor: boolean;
  /** How many browsers are signed in to it. */
  readonly sessions: number;
};

/** What of an account changes. Whatever it is, its sessions end at once. */
export type AccountChange = {
  readonly role?: Role;
  readonly pools?: Reach;
  readonly isDisabled?: boolean;
  /** Its owner sets another, after a sign-in by link. */
  readonly forgetPassword?: true;
  /** No code is asked for any more, until its owner turns that on again: the app was lost, and the recovery codes too. */
  readonly forgetTwoFactor?: true;
};

/**
 * Why an account is left as it is: nobody has that name; `admin` is always there; somebody must be left who may change accounts;
 * nobody could use the link to one that is disabled; who comes from the provider needs none; and one of theirs that is disabled
 * keeps somebody out, who would be let in again with a new account.
 */
export type AccountRefusal = "unknown" | "always-there" | "last-administrator" | "disabled" | "not-local" | "keeps-out";

const NAME = /^[a-z0-9][a-z0-9._-]{1,31}$/;

/** The name of an account, in small letters; null for a text that is none: it begins with a letter or digit, and has 2 to 32 of a-z, 0-9, dot, dash, low line. */
export function accountName(given: string): string | null {
  const name = given.trim().toLowerCase();
  return NAME.test(name) ? name : null;
}

/** True for who may change the deployment, and so the accounts too. */
export function isInCharge({ role, pools, isDisabled }: Pick<Account, "role" | "pools" | "isDisabled">): boolean {
  return role === "administrator" && pools === "all" && !isDisabled;
}

/** May the change be made, with `others` in charge beside this account? Null when it may. */
export function changeRefusal(account: Account, change: AccountChange, others: number): AccountRefusal | null {
  const stays = isInCharge({ ...account, ...change });
  if (account.name === ADMIN && (!stays || change.forgetPassword)) return "always-there";
  if (change.forgetPassword && account.isDisabled) return "disabled";
  if (change.forgetPassword && !account.isLocal) return "not-local";
  return isInCharge(account) && !stays && others === 0 ? "last-administrator" : null;
}

/** May it be removed? Null when it may. */
export function removalRefusal(account: Account, others: number): AccountRefusal | null {
  if (account.name === ADMIN) return "always-there";
  if (!account.isLocal && account.isDisabled) return "keeps-out";
  return isInCharge(account) && others === 0 ? "last-administrator" : null;
}
