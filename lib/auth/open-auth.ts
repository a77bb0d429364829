import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { ADMIN } from "#lib/domain/account.ts";
import { SERVICE } from "#lib/domain/role.ts";
import type { AccountLedger } from "#lib/ports/account-ledger.ts";
import type { AccessNotes } from "./access-notes.ts";
import { type Accounts, openAccounts } from "./accounts.ts";
import { ADMIN_EMAIL, keepAdmin } from "./admin.ts";
import { openOidc, WAY_BACK, WAY_OUT } from "./oidc/open-oidc.ts";
import type { OidcSetting } from "./oidc/setting.ts";
import { type AuthChoice, authOptions } from "./options.ts";
import { type OwnAccount, openOwnAccount } from "./own-account.ts";
import type { Who } from "./tokens.ts";
import { whoIs } from "./who-is.ts";

/** How a sign-in went, and the Set-Cookie lines that the browser must get for it. */
export type SignIn = {
  readonly is: "signed-in" | "refused" | "too-many";
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
  const links = new Map<string, string>();
  const options = authOptions({ ...choice, onLink: (ticket, token) => links.set(ticket, token) });
  const { runMigrations } = await getMigrations(options);
  await runMigrations();
  const auth = betterAuth(options);
  const { internalAdapter, adapter, password } = await auth.$context;
  const kept = await keepAdmin(internalAdapter, password, adminPassword);
  if (kept !== "kept") await notes.passwordSet(ADMIN, SERVICE, kept === "set");
  const origin = choice.origins[0];

  const actorOf = async (headers: Headers): Promise<Who | null> => {
    const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
    return found && whoIs(found.user);
  };

  const whoGot = (answer: Response) => actorOf(carried(answer));

  /** The name of an account; null for a name that none has. */
  const accountOf = async (name: unknown): Promise<string | null> => {
    const where = [{ field: "username", value: String(name).toLowerCase() }];
    const found =
      typeof name === "string" ? await adapter.findOne<{ username: string }>({ model: "user", where }) : null;
    return found?.username ?? null;
  };

  const signedIn = async (request: Request): Promise<Response> => {
    const given: unknown = await request
      .clone()
      .json()
      .catch(() => null);
    const answer = await auth.handler(request);
    const who = answer.ok ? await whoGot(answer) : null;
    if (who !== null) await notes.cameIn(who, "password");
    else await notes.turnedAway(await accountOf(Reflect.get(Object(given), "username")), "password");
    return answer;
  };

  const signedOut = async (request: Request): Promise<Response> => {
    const who = await actorOf(request.headers);
    const answer = await auth.handler(request);
    if (who !== null && answer.ok) await notes.wentOut(who);
    return answer;
  };

  const provider = oidc && openOidc(oidc, { base: options, notes, whoGot });

  /** What is open of the library's paths; each leaves its row in the audit. */
  const OPEN: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
    "sign-in/username": signedIn,
    "sign-out": signedOut,
    ...(provider && { [WAY_OUT]: provider.goOut, [WAY_BACK]: provider.comeBack }),
  };
  const handle = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace(/^\/api\/auth\//, "");
    const open = Object.hasOwn(OPEN, path) ? OPEN[path] : undefined;
    return open === undefined ? new Response("Not found.", { status: 404 }) : open(request);
  };

  /** Through the library's own front door, so that its limits hold for whoever calls. */
  const post = (path: string, body: unknown, headers: Headers) => {
    const own = new Headers({ "content-type": "application/json", origin });
    for (const name of ["cookie", "user-agent"]) {
      const value = headers.get(name);
      if (value !== null) own.set(name, value);
    }
    return handle(
      new Request(`${origin}/api/auth/${path}`, { method: "POST", headers: own, body: JSON.stringify(body) }),
    );
  };

  /** A new one-time token for an account; those before it work no more. */
  const linkFor = async (id: string): Promise<string> => {
    const user = await internalAdapter.findUserById(id);
    if (user === null) throw new Error("There is no account of that id.");
    const { email } = user;
    const own = { field: "value", operator: "contains", value: JSON.stringify({ email }).slice(1, -1) } as const;
    await adapter.deleteMany({ model: "verification", where: [own] });
    const ticket = randomUUID();
    await auth.api.signInMagicLink({ body: { email, metadata: { ticket } }, headers: new Headers() });
    const token = links.get(ticket);
    links.delete(ticket);
    if (token === undefined) throw new Error("No sign-in link was made.");
    return token;
  };

  const own = openOwnAccount({
    sessionOf: (headers) => auth.api.getSession({ headers, query: { disableRefresh: true } }),
    accounts: internalAdapter,
    passwords: password,
    hasGivenPassword: adminPassword !== null,
    notes,
    signOut: (headers) => post("sign-out", {}, headers),
  });

  return {
    handle,
    actorOf,
    accounts: openAccounts(people, linkFor, notes),
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
      if (who === null) {
        await notes.turnedAway(null, "link");
        return { is: "refused", cookies: [] };
      }
      await notes.cameIn(who, "link");
      const view = who.name === ADMIN ? null : await own.look(carried(answer));
      const needed = view?.password === "none" ? ({ needsPassword: true } as const) : {};
      return { is: "signed-in", cookies: answer.headers.getSetCookie(), ...needed };
    },
    signIn: async (name, pass, headers) => {
      const answer = await post("sign-in/username", { username: name, password: pass }, headers);
      if (answer.status === 429) return { is: "too-many", cookies: [] };
      return { is: answer.ok ? "signed-in" : "refused", cookies: answer.ok ? answer.headers.getSetCookie() : [] };
    },
    signOut: async (headers) => (await post("sign-out", {}, headers)).headers.getSetCookie(),
    provider: oidc && { name: oidc.name, address: `${origin}/api/auth/${WAY_OUT}` },
  };
}

/** What a browser sends along once it took the answer's cookies. */
function carried(answer: Response): Headers {
  const cookie = answer.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  return new Headers({ cookie: cookie.join("; ") });
}
