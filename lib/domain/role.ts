/** What a person or a program may do; each role holds those before it (PRODUCT E4). */
export const ROLES = ["viewer", "operator", "restorer", "administrator"] as const;
export type Role = (typeof ROLES)[number];

/** True when `held` is `needed` or more. */
export function covers(held: Role, needed: Role): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(needed);
}

/** Who asks, and through which door: every request and change is audited under this name. */
export type Actor = {
  readonly name: string;
  readonly role: Role;
  readonly door: "page" | "api";
};
