import { randomInt } from "node:crypto";
import type { AuthContext } from "better-auth";
import { symmetricEncrypt } from "better-auth/crypto";
import { twoFactor } from "better-auth/plugins";
import { ADMIN } from "#lib/domain/account.ts";

const RECOVERY_CODES = 10;
/** Letters and digits that are not read for one another: 50 bits a code. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const HALF = 5;

/** How long somebody who gave the password may take for the code. */
const CODE_SECONDS = 600;

/** Codes for who has lost the app, each of which works once. */
export function newRecoveryCodes(): string[] {
  const half = () => Array.from({ length: HALF }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return Array.from({ length: RECOVERY_CODES }, () => `${half()}-${half()}`);
}

/** The same as they are kept. */
export function keptCodes(codes: readonly string[], secret: AuthContext["secretConfig"]): Promise<string> {
  return symmetricEncrypt({ key: secret, data: JSON.stringify(codes) });
}

/**
 * Sign-in by a code of an app besides (RFC 6238). A one-time link alone does not let anybody in either, but for that of `admin`:
 * it is printed on the machine only, and is the way back of who holds that. Locks are ours: they hold for passwords as well.
 */
export function codes() {
  const plugin = twoFactor({
    issuer: "Pairkeeper",
    allowPasswordless: true,
    twoFactorCookieMaxAge: CODE_SECONDS,
    accountLockout: { enabled: false },
    backupCodeOptions: { customBackupCodesGenerate: newRecoveryCodes },
  });
  type Asked = Parameters<(typeof plugin.hooks.after)[number]["matcher"]>[0];
  const isLink = ({ path, context }: Asked) =>
    path === "/magic-link/verify" && Reflect.get(Object(context.newSession?.user), "username") !== ADMIN;
  const after = plugin.hooks.after.map((ask) => ({
    ...ask,
    matcher: (asked: Asked) => ask.matcher(asked) || isLink(asked),
  }));
  return { ...plugin, hooks: { after } };
}
