import type { Account } from "./account.ts";
import type { Instant } from "./instant.ts";
import { isWithin, type Reach } from "./reach.ts";
import { covers, type TokenRole } from "./role.ts";

/** A program's way in, as people may know it: what it opens, and never what it is. */
export type Token = {
  readonly id: string;
  /** One token of a name: what it asks for is audited under it. */
  readonly name: string;
  readonly role: TokenRole;
  readonly pools: Reach;
  readonly madeBy: string;
  readonly madeAt: Instant;
  /** From then on it opens nothing; null for one that holds until it is removed. */
  readonly expiresAt: Instant | null;
  /** To the minute; null before it was used for the first time. */
  readonly lastUsedAt: Instant | null;
  /** Of which account's owner it is, by id, also when a token of theirs made it; null for one that no person made. */
  readonly account: string | null;
  /** It opens nothing as long as that account is no more, or is disabled, or may less than it. */
  readonly isShut: boolean;
};

/** True when `account` does not hold what a token of its owner opens; null is one that is no more. */
export function isShutBy(
  { role, pools }: Pick<Token, "role" | "pools">,
  account: Pick<Account, "role" | "pools" | "isDisabled"> | null,
): boolean {
  return account === null || account.isDisabled || !covers(account.role, role) || !isWithin(pools, account.pools);
}

/** For so many days a token is made, or until somebody removes it: whoever makes one chooses. */
export const TOKEN_DAYS = [30, 90, 365] as const;
export const NEVER = "never";
export type TokenLife = (typeof TOKEN_DAYS)[number] | typeof NEVER;

const DAY_MS = 86_400_000;

export function expiryOf(life: TokenLife, madeAt: Instant): Instant | null {
  return life === NEVER ? null : madeAt + life * DAY_MS;
}
