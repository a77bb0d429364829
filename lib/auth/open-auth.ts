import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { ADMIN } from "#lib/domain/account.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { SERVICE } from "#lib/domain/role.ts";
import type { AccountLedger } from "#lib/ports/account-ledger.ts";
import type { AccessNotes } from "./access-notes.ts";
import { type Accounts, openAccounts } from "./accounts.ts";
import { ADMIN_EMAIL, keepAdmin } from "./admin.ts";
import { linksOf, openBegun } from "./begun.ts";
import { openByPassword } from "./by-password.ts";
import { type Confirmed, openConfirm } from "./confirm.ts";
import { confirmedAt } from "./fresh.ts";
import { openKeptWhile } from "./kept-while.ts";
import { openOidc, WAY_BACK, WAY_OUT } from "./oidc/open-oidc.ts";
import type { OidcSetting } from "./oidc/setting.ts";
import { type AuthChoice, authOptions } from "./options.ts";
import { type OwnAccount, openOwnAccount } from "./own-account.ts";
import { type OwnTwoFactor, openOwnTwoFactor } from "./own-two-factor.ts";
import { challengeAlone, challengeCookie, challenged, codeKey, openPassing } from "./passing.ts";
import type { Who } from "./tokens.ts";
import { whoIs } from "./who-is.ts";

/** How a sign-in went, and the Set-Cookie lines that the browser must get for it. */
export type SignIn = {
  /** "code": the password or the link was right, and a code is asked for; "expired": the time for the code is over. */
  readonly is: "signed-in" | "refused" | "too-many" | "code" | "wrong-code" | "expired" | "locked";
  /** Until when nobody gets in, where it is locked. */
  readonly until?: Instant;
  readonly cookies: readonly string[];
  /** By a link, to an account that its owner gave no password yet. */
  readonly needsPassword?: true;
};

/** People's way in. Times of sessions and links are the machine's. */
export type Auth = {
  /** `/api/auth/*` for browsers; only what the console needs is open. */
  handle(request: Request): Promise<Response>;
  /** Whose session the cookie is; null when signed out. Asked of the ledger every time: a revoked session is dead at once. */
  actorOf(headers: Headers): Promise<Who | null>;
  /** The accounts, for administrators. */
  readonly accounts: Accounts;
  /** What everybody who is signed in may do with the account of their own. */
  readonly own: OwnAccount;
  /** A new token for `/login/link?token=` of `admin`: it works once, for an hour, and the ones before it work no more. */
  newLink(): Promise<string>;
  /** Uses such a token up. Only ever called by a person's press of a button: a look at the link must not spend it. */
  redeemLink(token: string, headers: Headers): Promise<SignIn>;
  signIn(name: string, password: string, headers: Headers): Promise<SignIn>;
  /** The code that was asked for: of the app, or a recovery code. */
  giveCode(code: string, headers: Headers): Promise<SignIn>;
  /** Codes at sign-in, as the owner of an account turns them on and off. */
  readonly codes: OwnTwoFactor;
  /** Shows that it is still them, by password or code, for what cannot be taken back. */
  confirm(given: string, headers: Headers): Promise<Confirmed>;
  /** Ends the session; returns the Set-Cookie lines. */
  signOut(headers: Headers): Promise<readonly string[]>;
  /** The organisation's provider, for the sign-in page: what it is called, and the address that leads there. Null without one. */
  readonly provider: { readonly name: string; readonly address: string } | null;
};

export type AuthSetting = Omit<AuthChoice, "onLink"> & {
  readonly adminPassword: string | null;
  readonly notes: AccessNotes;
  readonly people: AccountLedger;
  readonly oidc?: OidcSetting | null;
};

/** Opens sign-in over the ledger's database: brings its tables up to date, then sees to the account `admin`. */
export async function openAuth({ adminPassword, notes, people, oidc = null, ...choice }: AuthSetting): Promise<Auth> {
  const { clock } = choice;
  const links = new Map<string, string>();
  const options = authOptions({ ...choice, onLink: (ticket, token) => links.set(ticket, token) });
  const { runMigrations } = await getMigrations(options);
  await runMigrations();
  const auth = betterAuth(options);
  const { internalAdapter, adapter, password, secretConfig } = await auth.$context;
  const kept = await keepAdmin(internalAdapter, password, adminPassword);
  const endBegun = openBegun(internalAdapter, adapter);
  if (kept !== "kept") {
    const admin = await internalAdapter.findUserByEmail(ADMIN_EMAIL);
    if (admin !== null) await endBegun(admin.user.id);
    await notes.passwordSet(ADMIN, SERVICE, kept === "set");
  }
  const origin = choice.origins[0];

  const sessionOf = (headers: Headers) => auth.api.getSession({ headers, query: { disableRefresh: true } });
  const actorOf = async (headers: Headers): Promise<Who | null> => {
    const found = await sessionOf(headers);
    const who = found && whoIs(found.user);
    return who && found && { ...who, confirmedAt: confirmedAt(found.session) };
  };

  const whoGot = (answer: Response) => actorOf(carried(answer));

  /** Past what is open to browsers: the library does more than we let them ask. */
  const ask = (path: string, body: object, headers: Headers) => auth.handler(asking(path, body, headers));
  const passing = openPassing(ask, notes, clock, openKeptWhile(internalAdapter, choice.secret));
  const codes = openOwnTwoFactor({
    sessionOf,
    ask,
    accounts: internalAdapter,
    adapter,
    recoveryCodes: async (userId) => (await auth.api.viewBackupCodes({ body: { userId } })).backupCodes,
    secret: secretConfig,
    passing,
    notes,
    clock,
  });

  const signedIn = openByPassword({
    handler: auth.handler,
    whoGot,
    accountOf: (value) => adapter.findOne({ model: "user", where: [{ field: "username", value }] }),
    accounts: internalAdapter,
    passwords: password,
    passing,
    notes,
  });

  const signedOut = async (request: Request): Promise<Response> => {
    const who = await actorOf(request.headers);
    const answer = await auth.handler(request);
    if (who !== null && answer.ok) await notes.wentOut(who);
    return answer;
  };

  /** Ends the session that a browser had, once it holds another one, or has thrown it away to be asked for a code. */
  const endBefore = async (headers: Headers, answer: Response): Promise<void> => {
    const before = await sessionOf(headers);
    if (before === null) return;
    const now = await sessionOf(carried(answer));
    const isOver = now === null ? await owesCode(answer) : now.session.token !== before.session.token;
    if (!isOver) return;
    await internalAdapter.deleteSession(before.session.token);
    const who = whoIs(before.user);
    if (who !== null) await notes.wentOut(who, "the-session-before");
  };
  const over = (way: (request: Request) => Promise<Response>) => async (request: Request) => {
    const answer = await way(request);
    await endBefore(request.headers, answer);
    return answer;
  };

  const provider = oidc && openOidc(oidc, { base: options, notes, whoGot });

  /** What is open of the library's paths; each leaves its row in the audit. */
  const OPEN: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
    "sign-in/username": over(signedIn),
    "sign-out": signedOut,
    ...(provider && { [WAY_OUT]: provider.goOut, [WAY_BACK]: over(provider.comeBack) }),
  };
  const handle = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace(/^\/api\/auth\//, "");
    const open = Object.hasOwn(OPEN, path) ? OPEN[path] : undefined;
    return open === undefined ? new Response("Not found.", { status: 404 }) : open(request);
  };

  const asking = (path: string, body: unknown, headers: Headers) => {
    const own = new Headers({ "content-type": "application/json", origin });
    for (const name of ["cookie", "user-agent"]) {
      const value = headers.get(name);
      if (value !== null) own.set(name, value);
    }
    return new Request(`${origin}/api/auth/${path}`, { method: "POST", headers: own, body: JSON.stringify(body) });
  };
  /** Through the library's own front door, so that its limits hold for whoever calls. */
  const post = (path: string, body: unknown, headers: Headers) => handle(asking(path, body, headers));

  /** A new one-time token for an account; those before it work no more. */
  const linkFor = async (id: string): Promise<string> => {
    const user = await internalAdapter.findUserById(id);
    if (user === null) throw new Error("There is no account of that id.");
    const { email } = user;
    await adapter.deleteMany({ model: "verification", where: [...linksOf(email)] });
    const ticket = randomUUID();
    await auth.api.signInMagicLink({ body: { email, metadata: { ticket } }, headers: new Headers() });
    const token = links.get(ticket);
    links.delete(ticket);
    if (token === undefined) throw new Error("No sign-in link was made.");
    return token;
  };

  const own = openOwnAccount({
    sessionOf,
    accounts: internalAdapter,
    endBegun,
    passwords: password,
    passing,
    codesLeft: (user) => codes.left(user),
    hasGivenPassword: adminPassword !== null,
    notes,
    signOut: (headers) => post("sign-out", {}, headers),
    clock,
  });

  const needs = async ({ name }: Who, answer: Response): Promise<Pick<SignIn, "needsPassword">> => {
    const view = name === ADMIN ? null : await own.look(carried(answer));
    return view?.password === "none" && !view.isProviders ? { needsPassword: true } : {};
  };

  return {
    handle,
    actorOf,
    accounts: openAccounts(people, linkFor, passing.unlock, notes),
    own,
    newLink: async () => {
      const admin = await internalAdapter.findUserByEmail(ADMIN_EMAIL);
      if (admin === null) throw new Error("There is no account admin.");
      const token = await linkFor(admin.user.id);
      await notes.newLink(ADMIN, SERVICE);
      return token;
    },
    redeemLink: async (token, headers) => {
      const answer = await auth.api.magicLinkVerify({ query: { token }, headers, asResponse: true });
      const who = answer.ok ? await whoGot(answer) : null;
      if (who === null && (await owesCode(answer))) {
        await endBefore(headers, answer);
        return { is: "code", cookies: answer.headers.getSetCookie() };
      }
      if (who === null) {
        await notes.turnedAway(null, "link");
        return { is: "refused", cookies: [] };
      }
      await passing.cameIn(who, "link");
      await endBefore(headers, answer);
      return { is: "signed-in", cookies: answer.headers.getSetCookie(), ...(await needs(who, answer)) };
    },
    signIn: async (name, pass, headers) => {
      const answer = await post("sign-in/username", { username: name, password: pass }, headers);
      if (answer.status === 429) return { is: "too-many", cookies: [] };
      const until = await passing.lockedUntil(name);
      if (until !== null && !answer.ok) return { is: "locked", until, cookies: [] };
      if (!answer.ok) return { is: "refused", cookies: [] };
      return { is: (await owesCode(answer)) ? "code" : "signed-in", cookies: answer.headers.getSetCookie() };
    },
    giveCode: async (code, headers) => {
      const alone = challengeAlone(headers, challengeCookie(options.advanced.useSecureCookies));
      const user = await challenged(internalAdapter, alone, clock);
      if (user === null) return { is: "expired", cookies: [] };
      const name = user.username ?? user.name;
      const key = codeKey(name);
      const checked = await passing.inTurn(key, () => passing.checkCode(user, code, alone, key));
      if (checked.is === "locked" || checked.is === "too-many") return { ...checked, cookies: [] };
      const who = checked.is === "right" ? await whoGot(checked.answer) : null;
      if (checked.is === "right" && who?.name === name) {
        await passing.cameIn(who, checked.by);
        await endBefore(headers, checked.answer);
        return {
          is: "signed-in",
          cookies: checked.answer.headers.getSetCookie(),
          ...(await needs(who, checked.answer)),
        };
      }
      return { is: (await challenged(internalAdapter, alone, clock)) ? "wrong-code" : "expired", cookies: [] };
    },
    codes,
    confirm: openConfirm({ sessionOf, accounts: internalAdapter, passwords: password, passing, clock }),
    signOut: async (headers) => (await post("sign-out", {}, headers)).headers.getSetCookie(),
    provider: oidc && { name: oidc.name, address: `${origin}/api/auth/${WAY_OUT}` },
  };
}

/** True for an answer that wants a code yet. */
async function owesCode(answer: Response): Promise<boolean> {
  if (!answer.ok) return false;
  const told: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return Reflect.get(Object(told), "twoFactorRedirect") === true;
}

/** What a browser sends along once it took the answer's cookies. */
function carried(answer: Response): Headers {
  const cookie = answer.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  return new Headers({ cookie: cookie.join("; ") });
}
