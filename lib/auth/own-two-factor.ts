import type { AuthContext, DBAdapter, InternalAdapter } from "better-auth";
import { z } from "zod";
import type { Instant } from "#lib/domain/instant.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { AccessNotes } from "./access-notes.ts";
import { type Confirmable, isFresh } from "./fresh.ts";
import { insideKey, type Passing } from "./passing.ts";
import { keptCodes, newRecoveryCodes } from "./two-factor.ts";
import { type KeptUser, whoIs } from "./who-is.ts";

/** What an app needs to make codes, once it has read it. */
export type Setup = { readonly secret: string; readonly uri: string; readonly recoveryCodes: readonly string[] };

/** What became of a press. Recovery codes are told this once. */
export type TwoFactorAnswer =
  | { readonly is: "begun"; readonly setup: Setup }
  | { readonly is: "on"; readonly cookies: readonly string[] }
  | { readonly is: "off" }
  | { readonly is: "new-codes"; readonly recoveryCodes: readonly string[] }
  | { readonly is: "wrong" | "wrong-password" | "confirm-first" | "too-many" | "signed-out" | "not-now" }
  | { readonly is: "locked"; readonly until: Instant };

/** Sign-in by a code besides, as its owner turns it on and off. Not for who comes from the provider, which asks for its own. */
export type OwnTwoFactor = {
  /** How many recovery codes are left; null where it is off. */
  left(user: KeptUser & Kept): Promise<number | null>;
  /** A new secret; who has no password needs a sign-in of lately. Nothing changes before the first code of it is given. */
  begin(headers: Headers, password: string): Promise<TwoFactorAnswer>;
  /** By the first code of the app; a recovery code does not do. */
  turnOn(headers: Headers, code: string): Promise<TwoFactorAnswer>;
  turnOff(headers: Headers, code: string): Promise<TwoFactorAnswer>;
  /** New recovery codes; those before them work no more. */
  renewCodes(headers: Headers, code: string): Promise<TwoFactorAnswer>;
};

type Kept = { readonly twoFactorEnabled?: boolean | null | undefined };

type Found = { readonly user: KeptUser & Kept; readonly session: Confirmable };

type Setting = {
  readonly sessionOf: (headers: Headers) => Promise<Found | null>;
  readonly ask: (path: string, body: object, headers: Headers) => Promise<Response>;
  readonly accounts: Pick<InternalAdapter, "updateUser" | "findCredentialAccount">;
  readonly adapter: Pick<DBAdapter, "findOne" | "update" | "delete">;
  readonly recoveryCodes: (id: string) => Promise<readonly string[]>;
  readonly secret: AuthContext["secretConfig"];
  readonly passing: Passing;
  readonly notes: Pick<AccessNotes, "twoFactor">;
  readonly clock: Pick<Clock, "now">;
};

const OF_APP = /^\d{6}$/;
const begun = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });

export function openOwnTwoFactor({ sessionOf, ask, passing, notes, ...setting }: Setting): OwnTwoFactor {
  const row = (id: string) => ({ model: "twoFactor", where: [{ field: "userId", value: id }] });

  const isOn = ({ twoFactorEnabled }: Kept) => twoFactorEnabled ?? false;
  const canTurnOn = (user: KeptUser & Kept) => !isOn(user) && Boolean(user.username);

  /** Does it where the code is right. */
  const byCode = async (
    headers: Headers,
    code: string,
    act: (user: KeptUser, answer: Response) => Promise<TwoFactorAnswer>,
    isNow: (user: KeptUser & Kept) => boolean = isOn,
  ): Promise<TwoFactorAnswer> => {
    const user = (await sessionOf(headers))?.user;
    if (user === undefined) return { is: "signed-out" };
    if (!isNow(user)) return { is: "not-now" };
    const key = insideKey(user.username ?? user.name);
    const checked = await passing.inTurn(key, () => passing.checkCode(user, code, headers, key));
    return checked.is === "right" ? act(user, checked.answer) : checked;
  };
  /** The library's answer where the password is right. */
  const enabling = (name: string, password: string, headers: Headers): Promise<Response | TwoFactorAnswer> => {
    const key = insideKey(name);
    return passing.inTurn(key, async () => {
      const until = await passing.lockedUntil(key);
      if (until !== null) return { is: "locked", until };
      const answer = await ask("two-factor/enable", { password }, headers);
      if (answer.ok) return answer;
      if (answer.status === 429) return { is: "too-many" };
      await passing.missed(key, name, "password");
      return { is: "wrong-password" };
    });
  };
  const note = async (user: KeptUser, what: "on" | "off" | "new-codes") => {
    const who = whoIs(user);
    if (who !== null) await notes.twoFactor(who, what);
  };

  return {
    left: async ({ id, twoFactorEnabled }) => (twoFactorEnabled ? (await setting.recoveryCodes(id)).length : null),
    begin: async (headers, password) => {
      const found = await sessionOf(headers);
      if (found === null) return { is: "signed-out" };
      const { user, session } = found;
      if (!canTurnOn(user)) return { is: "not-now" };
      const hasPassword = Boolean((await setting.accounts.findCredentialAccount(user.id))?.password);
      // A code will confirm from then on: who finds a browser open shall not have it on a phone of their own.
      if (!hasPassword && !isFresh(session, setting.clock.now())) return { is: "confirm-first" };
      const name = user.username ?? user.name;
      const answer = await enabling(name, password, headers);
      if (!(answer instanceof Response)) return answer;
      const { totpURI, backupCodes } = begun.parse(await answer.json());
      const secret = new URL(totpURI).searchParams.get("secret") ?? "";
      const more = new URLSearchParams({ secret, issuer: "Pairkeeper", digits: "6", period: "30" });
      const uri = `otpauth://totp/${encodeURIComponent(`Pairkeeper:${name}`)}?${more}`;
      return { is: "begun", setup: { secret, uri, recoveryCodes: backupCodes } };
    },
    turnOn: async (headers, code) => {
      // A recovery code says nothing of whether the app is right, and turns nothing on.
      if (!OF_APP.test(code.replaceAll(/\s/g, ""))) return { is: "wrong" };
      return byCode(
        headers,
        code,
        async (user, answer) => {
          await note(user, "on");
          return { is: "on", cookies: answer.headers.getSetCookie() };
        },
        canTurnOn,
      );
    },
    turnOff: (headers, code) =>
      byCode(headers, code, async (user) => {
        await setting.accounts.updateUser(user.id, { twoFactorEnabled: false });
        await setting.adapter.delete(row(user.id));
        await note(user, "off");
        return { is: "off" };
      }),
    renewCodes: (headers, code) =>
      byCode(headers, code, async (user) => {
        const recoveryCodes = newRecoveryCodes();
        const backupCodes = await keptCodes(recoveryCodes, setting.secret);
        await setting.adapter.update({ ...row(user.id), update: { backupCodes } });
        await note(user, "new-codes");
        return { is: "new-codes", recoveryCodes };
      }),
  };
}
