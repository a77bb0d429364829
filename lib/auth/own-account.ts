import type { AuthContext, InternalAdapter } from "better-auth";
import { ADMIN } from "#lib/domain/account.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { AccessNotes } from "./access-notes.ts";
import { type Confirmable, isFresh } from "./fresh.ts";
import { insideKey, type Passing } from "./passing.ts";
import { type KeptUser, whoIs } from "./who-is.ts";

/** A browser that is signed in. */
export type OwnSession = {
  readonly startedAt: string;
  readonly browser: string;
  /** The one that asks. */
  readonly isThis: boolean;
};

/** An account as its owner sees it. */
export type OwnView = {
  readonly name: string;
  /** "given": by the environment, which alone changes it. */
  readonly password: "none" | "own" | "given";
  readonly sessions: readonly OwnSession[];
  /** How many recovery codes are left; null where no code is asked for at sign-in. */
  readonly recoveryCodes: number | null;
  /** Signs in with the organisation's provider, which asks for whatever it wants. */
  readonly isProviders: boolean;
};

export const SHORTEST_PASSWORD = 8;
export const LONGEST_PASSWORD = 128;

/** What became of a new password. "confirm-first": a first one needs a sign-in or a confirmation of lately; "providers": it is theirs. */
export type PasswordAnswer =
  | "set"
  | "wrong"
  | "locked"
  | "bad-length"
  | "given"
  | "providers"
  | "confirm-first"
  | "signed-out";

/** What everybody who is signed in may do with the account of their own. */
export type OwnAccount = {
  /** Null for who is not signed in. */
  look(headers: Headers): Promise<OwnView | null>;
  /** Sets it where the one of before is right, or there is none and it was them lately; every other browser is signed out. */
  setPassword(headers: Headers, before: string, next: string): Promise<PasswordAnswer>;
  /** Ends every session of the account; returns the Set-Cookie lines. */
  signOutEverywhere(headers: Headers): Promise<readonly string[]>;
};

type Found = {
  readonly user: KeptUser & { readonly twoFactorEnabled?: boolean | null | undefined };
  readonly session: Confirmable & { readonly id: string };
};

type Setting = {
  readonly sessionOf: (headers: Headers) => Promise<Found | null>;
  readonly accounts: Pick<
    InternalAdapter,
    | "findCredentialAccount"
    | "updatePassword"
    | "linkAccount"
    | "updateUser"
    | "listSessions"
    | "deleteSessions"
    | "deleteUserSessions"
  >;
  /** Ends codes that are owed yet, and links, of the account of that id. */
  readonly endBegun: (userId: string) => Promise<void>;
  readonly passwords: Pick<AuthContext["password"], "hash" | "verify">;
  /** True where the environment says the password of `admin`. */
  readonly passing: Pick<Passing, "inTurn" | "lockedUntil" | "missed">;
  readonly codesLeft: (user: Found["user"]) => Promise<number | null>;
  readonly hasGivenPassword: boolean;
  readonly notes: Pick<AccessNotes, "passwordSet" | "wentOut">;
  readonly signOut: (headers: Headers) => Promise<Response>;
  readonly clock: Pick<Clock, "now">;
};

/** Opens it over what sign-in keeps. */
export function openOwnAccount(setting: Setting): OwnAccount {
  const { accounts, passwords, notes } = setting;
  const isGiven = ({ user }: Found) => setting.hasGivenPassword && user.username === ADMIN;
  /** What was typed as the password of before, where there is one. */
  const before = (name: string, hash: string, typed: string): Promise<"right" | "wrong" | "locked"> => {
    const key = insideKey(name);
    return setting.passing.inTurn(key, async () => {
      if ((await setting.passing.lockedUntil(key)) !== null) return "locked";
      if (await passwords.verify({ hash, password: typed })) return "right";
      await setting.passing.missed(key, name, "password");
      return "wrong";
    });
  };

  return {
    look: async (headers) => {
      const found = await setting.sessionOf(headers);
      if (found === null) return null;
      const held = await accounts.findCredentialAccount(found.user.id);
      const sessions = await accounts.listSessions(found.user.id, { onlyActiveSessions: true });
      return {
        name: found.user.username ?? found.user.name,
        isProviders: !found.user.username,
        recoveryCodes: await setting.codesLeft(found.user),
        password: isGiven(found) ? "given" : held?.password ? "own" : "none",
        sessions: sessions
          .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
          .map(({ id, createdAt, userAgent }) => ({
            startedAt: isoInstant(createdAt.getTime()),
            browser: userAgent || "an unnamed browser",
            isThis: id === found.session.id,
          })),
      };
    },
    setPassword: async (headers, typed, next) => {
      const found = await setting.sessionOf(headers);
      const who = found && whoIs(found.user);
      if (found === null || who === null) return "signed-out";
      if (!found.user.username) return "providers";
      if (isGiven(found)) return "given";
      if (next.length < SHORTEST_PASSWORD || next.length > LONGEST_PASSWORD) return "bad-length";
      const { id } = found.user;
      const held = await accounts.findCredentialAccount(id);
      // It will confirm from then on: who finds a browser open shall not choose it.
      if (!held?.password && !isFresh(found.session, setting.clock.now())) return "confirm-first";
      const checked = held?.password ? await before(who.name, held.password, typed) : "right";
      if (checked !== "right") return checked;
      const hash = await passwords.hash(next);
      if (held) await accounts.updatePassword(id, hash);
      else await accounts.linkAccount({ userId: id, providerId: "credential", accountId: id, password: hash });
      await accounts.updateUser(id, { ownPassword: true });
      const others = (await accounts.listSessions(id)).filter((one) => one.id !== found.session.id);
      await accounts.deleteSessions(others.map(({ token }) => token));
      await setting.endBegun(id);
      await notes.passwordSet(who.name, { ...who, door: "page" }, true);
      return "set";
    },
    signOutEverywhere: async (headers) => {
      const found = await setting.sessionOf(headers);
      const who = found && whoIs(found.user);
      if (found === null || who === null) return [];
      await accounts.deleteUserSessions(found.user.id);
      await setting.endBegun(found.user.id);
      await notes.wentOut(who, "everywhere");
      return (await setting.signOut(headers)).headers.getSetCookie();
    },
  };
}
