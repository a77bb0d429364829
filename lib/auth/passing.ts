import type { InternalAdapter } from "better-auth";
import type { Instant } from "#lib/domain/instant.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { AccessNotes, WayIn } from "./access-notes.ts";
import type { KeptWhile } from "./kept-while.ts";
import { keyOf, openLockout } from "./lockout.ts";
import type { Who } from "./tokens.ts";
import { openTurns, type Turns } from "./turns.ts";

/** A code of the app is right for a minute and a half, and for one use: whoever looked over a shoulder comes too late. */
const SPENT_MS = 180_000;

/** What became of a code. */
export type CodeAnswer =
  | { readonly is: "right"; readonly by: "code" | "recovery-code"; readonly answer: Response }
  | { readonly is: "wrong" }
  | { readonly is: "too-many" }
  | { readonly is: "locked"; readonly until: Instant };

type User = { readonly id: string; readonly username?: string | null | undefined; readonly name: string };

/** What keeps count of wrong passwords and codes, and what asks for the codes. */
export type Passing = {
  /**
   * Whatever looks whether a name is locked, checks, and counts what was wrong does all of it in one turn of that name: else tries that are
   * sent at once are all let through before the first of them counts.
   */
  readonly inTurn: Turns;
  /** Until when nobody gets past with that name; null when it is open. */
  lockedUntil(name: string): Promise<Instant | null>;
  /** A wrong password or code. `account` is null for a name that none has. */
  missed(name: string, account: string | null, by: WayIn): Promise<void>;
  cameIn(who: Who, by: WayIn): Promise<void>;
  unlock(name: string): Promise<void>;
  /** Checks a code of the app, or a recovery code, which is used up. `key` is the name under which wrong ones count, whose turn it is. */
  checkCode(user: User, code: string, headers: Headers, key: string): Promise<CodeAnswer>;
};

/**
 * Under which wrong tries count of who is signed in already: whoever locks an account from outside shall not keep its owner, who
 * is inside, from confirming a restore. No name has a space.
 */
export const insideKey = (name: string) => `${name} inside`;

/**
 * Under which wrong codes at sign-in count. Whoever is asked for one has shown a password or a link: those who have neither shall not
 * keep them out.
 */
export const codeKey = (name: string) => `${name} code`;

/** `ask` asks the library, past what is open to browsers. */
export function openPassing(
  ask: (path: string, body: object, headers: Headers) => Promise<Response>,
  notes: Pick<AccessNotes, "cameIn" | "turnedAway" | "locked">,
  clock: Pick<Clock, "now">,
  kept: KeptWhile,
): Passing {
  const lockout = openLockout(clock, kept);
  const turns = openTurns();

  const missed: Passing["missed"] = async (name, account, by) => {
    await notes.turnedAway(account, by);
    const until = await lockout.miss(name);
    if (until !== null) await notes.locked(account, until);
  };
  const unlock = async (name: string) => {
    await lockout.clear(name);
    await lockout.clear(codeKey(name));
  };
  /** True for one that was given before, at whatever way in; else it counts as given from now on. */
  const isSpent = ({ id }: User, code: string) =>
    turns(`spent ${id}`, async () => {
      const place = `spent ${id} ${code}`;
      const now = clock.now();
      const at = Number(await kept.read(place));
      if (at > 0 && at <= now && now - at < SPENT_MS) return true;
      await kept.write(place, String(now), SPENT_MS);
      return false;
    });

  return {
    inTurn: (name, act) => turns(keyOf(name), act),
    lockedUntil: (name) => lockout.until(name),
    missed,
    cameIn: async (who, by) => {
      await notes.cameIn(who, by);
      await unlock(who.name);
    },
    unlock,
    checkCode: async (user, given, headers, key) => {
      const name = user.username ?? user.name;
      const until = await lockout.until(key);
      if (until !== null) return { is: "locked", until };
      const code = given.replaceAll(/\s/g, "").toLowerCase();
      const isOfApp = /^\d{6}$/.test(code);
      if (!isOfApp || !(await isSpent(user, code))) {
        const answer = await ask(`two-factor/verify-${isOfApp ? "totp" : "backup-code"}`, { code }, headers);
        if (answer.ok) return { is: "right", by: isOfApp ? "code" : "recovery-code", answer };
        if (answer.status === 429) return { is: "too-many" };
      }
      await missed(key, name, "code");
      const lockedNow = await lockout.until(key);
      return lockedNow === null ? { is: "wrong" } : { is: "locked", until: lockedNow };
    },
  };
}

/** The cookie of who owes a code, by the one name under which the library looks for it. */
export const challengeCookie = (isSecure: boolean) => `${isSecure ? "__Secure-" : ""}pairkeeper.two_factor`;

/**
 * What a browser sent, with nothing but its challenge under that name: whose code it is, and for whom wrong ones count, is read off
 * one and the same cookie, whatever else came along.
 */
export function challengeAlone(headers: Headers, name: string): Headers {
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const alone = new Headers({ cookie: pairs.find((pair) => pair.startsWith(`${name}=`)) ?? "" });
  const browser = headers.get("user-agent");
  if (browser !== null) alone.set("user-agent", browser);
  return alone;
}

/**
 * Who gave the password, or opened the link, and owes the code yet; null where nobody does, or the time for it is over. `alone`
 * holds the challenge and nothing else.
 */
export async function challenged(
  accounts: Pick<InternalAdapter, "findVerificationValue" | "findUserById">,
  alone: Headers,
  clock: Pick<Clock, "now">,
): Promise<User | null> {
  const own = alone.get("cookie") ?? "";
  const id = decoded(own.slice(own.indexOf("=") + 1)).split(".", 1)[0] ?? "";
  const found = id.startsWith("2fa-") ? await accounts.findVerificationValue(id) : null;
  if (!found || found.expiresAt.getTime() <= clock.now()) return null;
  return accounts.findUserById(found.value);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
