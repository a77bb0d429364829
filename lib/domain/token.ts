import type { Instant } from "./instant.ts";
import type { Reach } from "./reach.ts";
import type { TokenRole } from "./role.ts";

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
};

/** For so many days a token is made, or until somebody removes it: whoever makes one chooses. */
export const TOKEN_DAYS = [30, 90, 365] as const;
export const NEVER = "never";
export type TokenLife = (typeof TOKEN_DAYS)[number] | typeof NEVER;

const DAY_MS = 86_400_000;

export function expiryOf(life: TokenLife, madeAt: Instant): Instant | null {
  return life === NEVER ? null : madeAt + life * DAY_MS;
}
