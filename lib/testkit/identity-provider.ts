import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

/** Whom the provider knows: a login name, with what it says of them. */
export type Person = {
  readonly calledAs?: string;
  readonly email?: string;
  readonly groups: readonly string[] | string;
};

/** A real OpenID Connect provider on a port of this machine. */
export type IdentityProvider = {
  readonly issuer: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** By login name; a test changes it at any time. */
  readonly people: Map<string, Person>;
  /** Whoever comes is turned away, and whoever is there thrown out, until `comeBack`; it keeps its port, which others would take. */
  goDown(): void;
  comeBack(): void;
  stop(): Promise<void>;
};

type Choice = {
  /** Where our service wants people back. */
  readonly redirectUri: string;
  /** True when groups stand in the ID token; else only the userinfo endpoint tells them. */
  readonly tellsInToken?: boolean;
};

export async function startIdentityProvider({ redirectUri, tellsInToken = false }: Choice): Promise<IdentityProvider> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const client = { id: "pairkeeper", secret: "a secret of the client, forty characters" };
  const people = new Map<string, Person>();
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUri] }],
    scopes: ["openid", "profile"],
    claims: { openid: ["sub"], profile: ["preferred_username", "email", "groups"] },
    conformIdTokenClaims: !tellsInToken,
    pkce: { required: () => true },
    cookies: { keys: ["a key of the test's provider"] },
    findAccount: (_: unknown, id: string) => {
      const person = people.get(id);
      const { calledAs = id, email, groups } = person ?? { groups: [] };
      const claims = { sub: `subject-of-${id}`, preferred_username: calledAs, email, groups };
      return person && { accountId: id, claims: async () => claims };
    },
  });
  server.on("request", provider.callback());
  let isDown = false;
  server.on("connection", (socket) => void (isDown && socket.destroy()));
  return {
    issuer,
    client,
    people,
    goDown: () => {
      isDown = true;
      server.closeAllConnections();
    },
    comeBack: () => {
      isDown = false;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What somebody does on the provider's pages. */
export type AtProvider = { readonly is: "signs-in"; readonly as: string } | { readonly is: "turns-back" };

/** Keeps cookies by host, as a browser does, and walks over redirects. */
export class Walker {
  readonly jar = new Map<string, Map<string, string>>();
  readonly #ask: (request: Request) => Promise<Response>;

  /** `ask` is how it reaches a site: the network, or a handler in this process. */
  constructor(ask: (request: Request) => Promise<Response> = (request) => fetch(request)) {
    this.#ask = ask;
  }

  cookiesFor(url: string): string {
    return [...(this.jar.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** One answer, not followed; its cookies are kept. */
  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookies = this.cookiesFor(url);
    if (cookies !== "") headers.set("cookie", cookies);
    const answer = await this.#ask(new Request(url, { ...init, headers, redirect: "manual" }));
    const own = this.jar.get(new URL(url).host) ?? new Map<string, string>();
    this.jar.set(new URL(url).host, own);
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /;\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(line)) own.delete(name);
      else own.set(name, value);
    }
    return answer;
  }

  /** Goes on over redirects, and over the provider's own pages, until `isThere` says so of an address; that one is not asked. */
  async walk(from: string, does: AtProvider, isThere: (url: URL) => boolean): Promise<URL> {
    let url = new URL(from);
    for (let steps = 0; steps < 20 && !isThere(url); steps += 1) {
      let answer = await this.ask(url.href);
      if (answer.status === 200) answer = await this.#fillIn(url, await answer.text(), does);
      const next = answer.headers.get("location");
      if (next === null) throw new Error(`${url.href} leads nowhere: ${answer.status} ${await answer.text()}`);
      url = new URL(next, url);
    }
    return url;
  }

  #fillIn(page: URL, html: string, does: AtProvider): Promise<Response> {
    if (does.is === "turns-back") return this.ask(new URL(`${page.pathname}/abort`, page).href);
    const [, prompt = ""] = /name="prompt" value="(\w+)"/.exec(html) ?? [];
    const body = new URLSearchParams({ prompt, login: does.as, password: "any" });
    return this.ask(page.href, { method: "POST", body });
  }
}
