import type { Auth, SignIn } from "#lib/auth/open-auth.ts";
import { type AuthSetting, openAuth } from "#lib/auth/open-auth.ts";
import type { Console } from "./console.ts";

/** A password that is long enough. */
export const PASSWORD = "correct horse battery";

/** Sign-in over a console's ledger; `admin` has no password, unless a test says so: hashing one takes a tenth of a second. */
export const openAuthOver = (
  { ledger, notes }: Pick<Console, "ledger" | "notes">,
  more: Partial<AuthSetting> = {},
): Promise<Auth> =>
  openAuth({
    database: { db: ledger.database, type: "sqlite" },
    secret: "a secret of more than thirty-two characters",
    origins: ["http://127.0.0.1:3111"],
    adminPassword: null,
    notes,
    people: ledger.accounts,
    clock: { now: () => Date.now() },
    ...more,
  });

/** What a browser sends along that was signed in so. */
export const carrying = ({ cookies }: Pick<SignIn, "cookies">) =>
  new Headers({ cookie: cookies.map((line) => line.split(";", 1)[0] ?? "").join("; ") });
