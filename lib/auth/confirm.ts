import type { AuthContext, InternalAdapter } from "better-auth";
import type { Instant } from "#lib/domain/instant.ts";
import type { Clock } from "#lib/ports/clock.ts";
import { insideKey, type Passing } from "./passing.ts";
import type { KeptUser } from "./who-is.ts";

/** What became of a confirmation. "nothing-to-give": who has neither password nor code signs in anew. */
export type Confirmed =
  | { readonly is: "confirmed" | "wrong" | "too-many" | "signed-out" | "nothing-to-give" }
  | { readonly is: "locked"; readonly until: Instant };

type Found = {
  readonly user: KeptUser & { readonly twoFactorEnabled?: boolean | null | undefined };
  readonly session: { readonly token: string };
};

type Setting = {
  readonly sessionOf: (headers: Headers) => Promise<Found | null>;
  readonly accounts: Pick<InternalAdapter, "findCredentialAccount" | "updateSession">;
  readonly passwords: Pick<AuthContext["password"], "verify">;
  readonly passing: Passing;
  readonly clock: Pick<Clock, "now">;
};

const CODE = /^(\d{6}|[a-z0-9]{5}-[a-z0-9]{5})$/i;

/** Opens it: a password or a code of who is signed in makes the session as fresh as a sign-in does. */
export function openConfirm({ sessionOf, accounts, passwords, passing, clock }: Setting) {
  const nameOf = ({ user }: Found) => user.username ?? user.name;
  const check = async (found: Found, given: string, headers: Headers): Promise<Confirmed> => {
    const { user } = found;
    const name = nameOf(found);
    const key = insideKey(name);
    const until = await passing.lockedUntil(key);
    if (until !== null) return { is: "locked", until };
    const hash = (await accounts.findCredentialAccount(user.id))?.password ?? null;
    if (hash === null && !user.twoFactorEnabled) return { is: "nothing-to-give" };
    if (hash !== null && (await passwords.verify({ hash, password: given }))) return { is: "confirmed" };
    if (user.twoFactorEnabled && CODE.test(given.trim())) {
      const checked = await passing.checkCode(user, given, headers, key);
      return checked.is === "right" ? { is: "confirmed" } : checked;
    }
    await passing.missed(key, name, "password");
    return { is: "wrong" };
  };

  return async (given: string, headers: Headers): Promise<Confirmed> => {
    const found = await sessionOf(headers);
    if (found === null) return { is: "signed-out" };
    const answer = await passing.inTurn(insideKey(nameOf(found)), () => check(found, given, headers));
    if (answer.is === "confirmed")
      await accounts.updateSession(found.session.token, { confirmedAt: new Date(clock.now()) });
    return answer;
  };
}
