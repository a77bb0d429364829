import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { ROLES } from "#lib/domain/role.ts";
import { ADMIN_EMAIL, keepAdmin } from "./admin.ts";
import { type AuthChoice, authOptions } from "./options.ts";
import type { Who } from "./tokens.ts";

/** How a sign-in went, and the Set-Cookie lines that the browser must get for it. */
export type SignIn = { readonly is: "signed-in" | "refused" | "too-many"; readonly cookies: readonly string[] };

/** People's way in. Times of sessions and links are the machine's. */
export type Auth = {
  /** `/api/auth/*` for browsers; only what the console needs is open. */
  handle(request: Request): Promise<Response>;
  /** Whose session the cookie is; null when signed out. Asked of the ledger every time: a revoked session is dead at once. */
  actorOf(headers: Headers): Promise<Who | null>;
  /** A new token for `/login/link?token=`: it works once, for an hour, and the ones before it work no more. */
  newLink(): Promise<string>;
  /** Uses such a token up. Only ever called by a person's press of a button: a look at the link must not spend it. */
  redeemLink(token: string, headers: Headers): Promise<SignIn>;
  signIn(name: string, password: string, headers: Headers): Promise<SignIn>;
  /** Ends the session; returns the Set-Cookie lines. */
  signOut(headers: Headers): Promise<readonly string[]>;
};

export type AuthSetting = Omit<AuthChoice, "onLink"> & { readonly adminPassword: string | null };

const OPEN_PATHS = ["sign-in/username", "sign-out"];

/** Opens sign-in over the ledger's database: brings its tables up to date, then sees to the account `admin`. */
export async function openAuth({ adminPassword, ...choice }: AuthSetting): Promise<Auth> {
  const links = new Map<string, string>();
  const options = authOptions({ ...choice, onLink: (ticket, token) => links.set(ticket, token) });
  const { runMigrations } = await getMigrations(options);
  await runMigrations();
  const auth = betterAuth(options);
  const { internalAdapter, adapter, password } = await auth.$context;
  await keepAdmin(internalAdapter, password, adminPassword);
  const origin = choice.origins[0];

  /** Through the library's own front door, so that its limits hold for whoever calls. */
  const post = (path: string, body: unknown, headers: Headers) => {
    const own = new Headers({ "content-type": "application/json", origin });
    for (const name of ["cookie", "user-agent"]) {
      const value = headers.get(name);
      if (value !== null) own.set(name, value);
    }
    return auth.handler(
      new Request(`${origin}/api/auth/${path}`, { method: "POST", headers: own, body: JSON.stringify(body) }),
    );
  };

  return {
    handle: async (request) => {
      const path = new URL(request.url).pathname.replace(/^\/api\/auth\//, "");
      return OPEN_PATHS.includes(path) ? auth.handler(request) : new Response("Not found.", { status: 404 });
    },
    actorOf: async (headers) => {
      const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
      const role = ROLES.find((known) => known === found?.user.role);
      return found && role ? { name: found.user.username ?? found.user.name, role } : null;
    },
    newLink: async () => {
      await adapter.deleteMany({ model: "verification", where: [] });
      const ticket = randomUUID();
      await auth.api.signInMagicLink({ body: { email: ADMIN_EMAIL, metadata: { ticket } }, headers: new Headers() });
      const token = links.get(ticket);
      links.delete(ticket);
      if (token === undefined) throw new Error("No sign-in link was made.");
      return token;
    },
    redeemLink: async (token, headers) => {
      const answer = await auth.api.magicLinkVerify({ query: { token }, headers, asResponse: true });
      return { is: answer.ok ? "signed-in" : "refused", cookies: answer.ok ? answer.headers.getSetCookie() : [] };
    },
    signIn: async (name, pass, headers) => {
      const answer = await post("sign-in/username", { username: name, password: pass }, headers);
      if (answer.status === 429) return { is: "too-many", cookies: [] };
      return { is: answer.ok ? "signed-in" : "refused", cookies: answer.ok ? answer.headers.getSetCookie() : [] };
    },
    signOut: async (headers) => (await post("sign-out", {}, headers)).headers.getSetCookie(),
  };
}
