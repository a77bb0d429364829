import fc from "fast-check";
import { webService } from "#lib/service.ts";
import { anyBody, anyWord } from "./any-words.ts";
import { type DoorWorld, ORIGIN, openDoorWorld } from "./door-world.ts";
import { inTime, judge } from "./judge.ts";

export type SignInCase =
  | { readonly is: "form"; readonly name: string; readonly password: string }
  | { readonly is: "link"; readonly token: string }
  | {
      readonly is: "asked";
      readonly method: "GET" | "POST";
      readonly path: string;
      readonly query: string;
      readonly body: string;
      readonly type: string;
      readonly origin: string;
      readonly cookie: string;
    };

const anyPath = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("sign-in/username", "sign-out") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "oidc",
      "callback/oidc",
      "sign-in/email",
      "sign-up/email",
      "magic-link/verify",
      "get-session",
      "two-factor/verify-totp",
      "update-user",
      "error",
      "ok",
    ),
  },
  { weight: 1, arbitrary: anyWord },
);
const anyCredentials = fc
  .record({ username: anyWord, password: anyWord, callbackURL: fc.option(anyWord, { nil: undefined }) })
  .map((some) => JSON.stringify(some));

export const signInCases: fc.Arbitrary<SignInCase> = fc.oneof(
  fc.record({ is: fc.constant("form" as const), name: fc.oneof(fc.constant("admin"), anyWord), password: anyWord }),
  fc.record({ is: fc.constant("link" as const), token: anyWord }),
  fc.record({
    is: fc.constant("asked" as const),
    method: fc.constantFrom("GET" as const, "POST" as const, "POST" as const),
    path: anyPath,
    query: fc.oneof(
      fc.constant(""),
      anyWord.map(encoded),
      anyWord.map((word) => `state=${encoded(word)}&code=${encoded(word)}`),
    ),
    body: fc.oneof(anyBody, anyCredentials),
    type: fc.constantFrom(
      "application/json",
      "application/json",
      "application/json; charset=x",
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
    ),
    origin: fc.constantFrom(ORIGIN, ORIGIN, ORIGIN, "null", "https://evil.example.com", "x"),
    cookie: fc.oneof(
      fc.constant(""),
      anyWord.map((word) => `pairkeeper.session_token=${encoded(word)}`),
    ),
  }),
);

/** Lone surrogates have no bytes. */
function encoded(word: string): string {
  return encodeURIComponent(word.toWellFormed());
}

type Handlers = Record<string, (request: Request) => Promise<Response>>;

/** The way in. Its limits of tries are let go by: time passes faster here than any of them. */
export class SignInDoor {
  readonly #world: DoorWorld;
  readonly #handlers: Handlers;
  readonly #now = Date.now;
  #ahead = 0;

  private constructor(world: DoorWorld, handlers: Handlers) {
    this.#world = world;
    this.#handlers = handlers;
  }

  static async open(): Promise<SignInDoor> {
    const handlers: Handlers = await import(`${process.cwd()}/app/api/auth/[...all]/route.ts`);
    return new SignInDoor(await openDoorWorld(), handlers);
  }

  async try(one: SignInCase): Promise<string> {
    this.#ahead += 61_000;
    Date.now = () => this.#now() + this.#ahead;
    try {
      return await inTime(this.#try(one));
    } finally {
      Date.now = this.#now;
    }
  }

  async #try(one: SignInCase): Promise<string> {
    const { auth } = webService();
    switch (one.is) {
      case "form":
        return noneIn((await auth.signIn(one.name, one.password, new Headers())).is);
      case "link":
        return noneIn((await auth.redeemLink(one.token, new Headers())).is);
      case "asked":
        return this.#ask(one);
    }
  }

  async #ask({
    method,
    path,
    query,
    body,
    type,
    origin,
    cookie,
  }: Extract<SignInCase, { is: "asked" }>): Promise<string> {
    const url = URL.parse(`${ORIGIN}/api/auth/${path.toWellFormed()}${query === "" ? "" : `?${query}`}`);
    if (url === null) return "cannot be sent";
    const headers = { origin, cookie, host: url.host, ...(method === "POST" && { "content-type": type }) };
    const request = new Request(url, { method, headers, ...(method === "POST" && { body }) });
    const answer = await this.#handlers[method]?.(request);
    if (answer === undefined) throw new Error("there is no door");
    if (answer.headers.getSetCookie().some((line) => /session_token=[^;]/.test(line)))
      throw new Error("lets somebody in");
    return judge(answer);
  }

  close(): Promise<void> {
    return this.#world.close();
  }
}

function noneIn(is: string): string {
  if (is === "signed-in") throw new Error("lets somebody in");
  return is;
}
