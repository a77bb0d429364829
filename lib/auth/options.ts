import { randomBytes } from "node:crypto";
import type { BetterAuthOptions, GenericEndpointContext, Session } from "better-auth";
import { magicLink, username } from "better-auth/plugins";
import { accountName } from "#lib/domain/account.ts";
import type { Role } from "#lib/domain/role.ts";
import type { Clock } from "#lib/ports/clock.ts";
import { openTries } from "./tries.ts";
import { codes } from "./two-factor.ts";

/** What of better-auth this deployment chooses. */
export type AuthChoice = {
  /** Where accounts and sessions are kept: the ledger's own connection, so that no two writers of one process wait for each other. */
  readonly database: BetterAuthOptions["database"];
  readonly secret: string;
  /** Under which people reach the console: the public address first. */
  readonly origins: readonly [string, ...string[]];
  /** Counts tries. Times of sessions, links and codes are the machine's. */
  readonly clock: Pick<Clock, "now">;
  /** Called with each new sign-in link's token and the ticket it was asked with. */
  readonly onLink: (ticket: string, token: string) => void;
};

const LINK_SECONDS = 3600;

/** So many sign-ins a minute, wrong ones included, from all the world together: a forwarded address can be made up. */
const SIGN_INS = { window: 60, max: 20 };

/** Nobody comes in to an account that is disabled, whatever the way. */
async function begin(session: Session, ctx: GenericEndpointContext | null) {
  const user = (await ctx?.context.internalAdapter.findUserById(session.userId)) ?? null;
  if (user === null || Reflect.get(user, "disabled") === true) return false;
  return { data: { ...session, confirmedAt: new Date() } };
}

/** The options of better-auth. No sign-up is open: first start makes one account, and administrators the others. */
export function authOptions({ database, secret, origins, clock, onLink }: AuthChoice) {
  const role: Role = "viewer"; // what an account has that was given nothing
  return {
    appName: "Pairkeeper",
    baseURL: origins[0],
    basePath: "/api/auth",
    trustedOrigins: [...origins],
    secret,
    database,
    telemetry: { enabled: false },
    logger: { level: "error" },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128 },
    user: {
      additionalFields: {
        role: { type: "string", required: true, defaultValue: role, input: false },
        // Who makes an account says what it reaches; without a word it reaches nothing.
        pools: { type: "string", required: false, defaultValue: "", input: false },
        disabled: { type: "boolean", required: false, defaultValue: false, input: false },
        // Its owner set the password, not the environment.
        ownPassword: { type: "boolean", required: false, defaultValue: false, input: false },
      },
    },
    session: {
      disableSessionRefresh: true, // it ends when its sign-in said, whatever is asked in between
      // When its owner last showed that it is them: at sign-in, and before what cannot be taken back.
      additionalFields: { confirmedAt: { type: "date", required: false, input: false } },
    },
    databaseHooks: { session: { create: { before: begin } } },
    rateLimit: {
      enabled: true,
      customStorage: openTries(clock),
      customRules: { "/sign-in/username": SIGN_INS, "/two-factor/*": SIGN_INS },
    },
    advanced: {
      cookiePrefix: "pairkeeper",
      useSecureCookies: origins[0].startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
      ipAddress: { ipAddressHeaders: [] },
      // Said aloud, because the library leaves these checks out by itself where it takes NODE_ENV for a test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    plugins: [
      username({
        minUsernameLength: 2,
        maxUsernameLength: 32,
        usernameValidator: (name) => accountName(name) === name.toLowerCase(), // as it stands: no space around it
      }),
      codes(),
      magicLink({
        expiresIn: LINK_SECONDS,
        storeToken: "hashed",
        disableSignUp: true,
        generateToken: () => randomBytes(32).toString("base64url"),
        sendMagicLink: ({ token, metadata }) => onLink(String(metadata?.ticket), token),
      }),
    ],
  } satisfies BetterAuthOptions;
}
