import type { Instant } from "./instant.ts";
import type { Reach } from "./reach.ts";
import { SERVICE_NAME } from "./reserved-name.ts";

/** What a person or a program may do; each role holds those before it (PRODUCT E4). */
export const ROLES = ["viewer", "operator", "restorer", "administrator"] as const;
export type Role = (typeof ROLES)[number];

/** A screen on a wall, signed in by a code: below every person, it may look at the wall and at nothing else. */
export const DISPLAY = "display";

/** Monitoring, by a token of its own: it may read the metrics and nothing else. */
export const SCRAPER = "scraper";

/** What somebody who asks may be; only a person or a program of theirs can be given a `Role`. */
export type ActorRole = Role | typeof DISPLAY | typeof SCRAPER;

/** What a token may be of. */
export const TOKEN_ROLES = [...ROLES, SCRAPER] as const;
export type TokenRole = (typeof TOKEN_ROLES)[number];

const isRole = (role: ActorRole): role is Role => role !== DISPLAY && role !== SCRAPER;

/** True when `held` is `needed` or more: a screen and monitoring are nothing more than themselves, and every person is both. */
export function covers(held: ActorRole, needed: ActorRole): boolean {
  if (!isRole(held)) return held === needed;
  return !isRole(needed) || ROLES.indexOf(held) >= ROLES.indexOf(needed);
}

/** True for what changes something, or prepares it: viewers, screens and monitoring only look. */
export function acts(needed: ActorRole): boolean {
  return covers(needed, "operator");
}

/** Through which somebody comes: a page of the console, the HTTP API, the command line, or the service itself as it starts. */
export const DOORS = ["page", "api", "cli", "start"] as const;
export type Door = (typeof DOORS)[number];

/** Who asks, and through which door: every request and change is audited under this name. */
export type Actor = {
  readonly name: string;
  readonly role: ActorRole;
  readonly pools: Reach;
  readonly door: Door;
  /** Of a session: when its owner last showed that it is them. Programs have none: they are no browser that was left open. */
  readonly confirmedAt?: Instant;
  /** Why, in their own words; for the audit alone. */
  readonly reason?: string;
};

/** The service itself, for what it does as it starts. */
export const SERVICE: Actor = { name: SERVICE_NAME, role: "administrator", pools: "all", door: "start" };
