import { createHash, createHmac, randomBytes, randomInt, randomUUID } from "node:crypto";
import { CODE_LENGTH, CODE_LETTERS, CODE_LIVES_MS, type Display, shownCode } from "#lib/domain/display.ts";
import { type Actor, DISPLAY } from "#lib/domain/role.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { DisplayLedger, KnownDisplay } from "#lib/ports/display-ledger.ts";
import { type AtMost, atMost, atMostEach } from "./at-most.ts";
import type { Who } from "./tokens.ts";

/** What holds a screen's secret. Nothing but the wall reads it, so a screen can reach nothing else. */
export const DISPLAY_COOKIE = "pairkeeper.display";

/** Of one address, so many in a minute: in the time that a code lives no more than may wait, so that nobody alone drives out a screen. */
const ASKS = { max: 20, withinMs: 60_000 };
const MOST_WAITING = (ASKS.max * CODE_LIVES_MS) / ASKS.withinMs;
/** From all the world together: an address can be made up. */
const ALL_ASKS = { max: 200, withinMs: 60_000 };
/** Of 25,600,000,000 codes; right ones count too. */
const TRIES = { max: 10, withinMs: 60_000 };
const SEEN_EVERY_MS = 60_000;

/** A screen that shows its code. The secret goes into its cookie and nowhere else. */
export type NewDisplay = { readonly secret: string; readonly code: string; readonly livesMs: number };

/** Screens' way in: one shows a code, somebody at a desk enters it, and from then on the screen may look at the wall. */
export type Displays = {
  /** A secret and a code for a screen that nobody signed in; null while too many are asked for from its address, or from everywhere. */
  ask(address: string): Promise<NewDisplay | null>;
  /** How far the screen is; null for one that must ask anew. */
  stateOf(headers: Headers): Promise<KnownDisplay["is"] | null>;
  /** The line that makes a screen that was let in keep its secret for longer; null for every other. */
  renewal(headers: Headers, publicOrigin: string | null): Promise<string | null>;
  /** Who the screen is once it was let in. */
  actorOf(headers: Headers): Promise<Who | null>;
  /** Lets in the screen that shows the code, which works once and for ten minutes. */
  accept(code: string, name: string, by: Actor): Promise<Display | "unknown" | "too-many">;
  accepted(): Promise<readonly Display[]>;
  revoke(id: string, by: Actor): Promise<boolean>;
};

/** Opens it over the ledger; codes are short, so that they are kept as hashes that only this service can make. */
export function openDisplays(ledger: DisplayLedger, serviceSecret: string, clock: Pick<Clock, "now">): Displays {
  const asks = atMostEach(ASKS, clock);
  const allAsks: AtMost = atMost(ALL_ASKS, clock);
  const tries: AtMost = atMost(TRIES, clock);
  const seenAt = new Map<string, number>();
  const codeHash = (code: string) => createHmac("sha256", serviceSecret).update(`display ${code}`).digest("hex");

  const known = async (headers: Headers): Promise<KnownDisplay | null> => {
    const secret = cookieOf(headers);
    return secret === null ? null : ledger.byHash(hashOf(secret), clock.now());
  };
  const see = async (id: string) => {
    const now = clock.now();
    if (now - (seenAt.get(id) ?? 0) < SEEN_EVERY_MS) return;
    seenAt.set(id, now);
    await ledger.seen(id, now);
  };

  return {
    ask: async (address) => {
      if (!asks.take(address) || !allAsks.take()) return null;
      const secret = randomBytes(32).toString("base64url");
      const code = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join("");
      const askedAt = clock.now();
      const waiting = { id: randomUUID(), hash: hashOf(secret), codeHash: codeHash(code), askedAt };
      await ledger.ask({ ...waiting, until: askedAt + CODE_LIVES_MS }, MOST_WAITING);
      return { secret, code: shownCode(code), livesMs: CODE_LIVES_MS };
    },
    stateOf: async (headers) => (await known(headers))?.is ?? null,
    actorOf: async (headers) => {
      const display = await known(headers);
      if (display?.is !== "accepted") return null;
      await see(display.id);
      return { name: `display ${display.name}`, role: DISPLAY, pools: "all" };
    },
    renewal: async (headers, publicOrigin) => {
      if ((await known(headers))?.is !== "accepted") return null;
      const { path, maxAge, secure } = displayCookie(publicOrigin);
      const ends = `Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
      return `${DISPLAY_COOKIE}=${cookieOf(headers)}; ${ends}`;
    },
    accept: async (code, name, by) =>
      tries.take() ? ((await ledger.accept(codeHash(code), name, by)) ?? "unknown") : "too-many",
    accepted: () => ledger.accepted(),
    revoke: async (id, by) => {
      seenAt.delete(id);
      return ledger.revoke(id, by);
    },
  };
}

/** Browsers keep no cookie longer than 400 days, so that a screen renews it while it runs. */
const COOKIE_SECONDS = 400 * 24 * 3_600;

/** How a screen keeps its secret: no script reads it, and no other site makes it sent. */
export function displayCookie(publicOrigin: string | null) {
  const secure = publicOrigin?.startsWith("https:") ?? false;
  return { httpOnly: true, sameSite: "strict", path: "/", maxAge: COOKIE_SECONDS, secure } as const;
}

function cookieOf(headers: Headers): string | null {
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const own = pairs.find((pair) => pair.startsWith(`${DISPLAY_COOKIE}=`));
  return own?.slice(DISPLAY_COOKIE.length + 1) || null;
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
