import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { anyBody, anyName, anyWord } from "./any-words.ts";
import { type Asker, type DoorWorld, ORIGIN, openDoorWorld, tabooFor } from "./door-world.ts";
import { inTime, judge } from "./judge.ts";

const API = join(process.cwd(), "app", "api");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

export type ApiCase = {
  readonly route: number;
  /** Most of the time one that does something there. */
  readonly method: number;
  readonly asker: number;
  readonly path: readonly string[];
  readonly query: readonly (readonly [string, string])[];
  readonly body: string;
  readonly origin: string | null;
  readonly headers: readonly (readonly [string, string])[];
};

/** What a header can hold. */
const anyToken = anyWord.map((word) => word.replaceAll(/[^\x20-\x7e]/g, ""));

const anyHeader = fc.tuple(
  fc.constantFrom(
    "content-type",
    "cookie",
    "authorization",
    "accept",
    "last-event-id",
    "x-forwarded-for",
    "x-forwarded-host",
    "user-agent",
    "if-none-match",
    "range",
  ),
  fc.oneof(
    anyToken,
    anyToken.map((word) => `Bearer ${word}`),
    anyToken.map((word) => `pairkeeper.session_token=${word}; pairkeeper.display=${word}`),
  ),
);

export const apiCases: fc.Arbitrary<ApiCase> = fc.record({
  route: fc.nat({ max: 999 }),
  method: fc.nat({ max: 99 }),
  asker: fc.nat({ max: 99 }),
  path: fc.array(anyWord, { minLength: 4, maxLength: 4 }),
  query: fc.array(fc.tuple(anyName, anyWord), { maxLength: 2 }),
  body: anyBody,
  origin: fc.option(fc.constantFrom(ORIGIN, ORIGIN, ORIGIN, "null", "https://evil.example.com", "x"), { freq: 8 }),
  headers: fc.array(anyHeader, { maxLength: 2 }),
});

type Handler = (request: Request, route: { readonly params: Promise<Record<string, string>> }) => Promise<Response>;
type Route = {
  /** Those that do something, and one that does not. */
  readonly methods: readonly string[];
  readonly places: readonly string[];
  readonly handlers: Readonly<Partial<Record<string, Handler>>>;
};

/** The HTTP API: every route with everything that may be sent to it. */
export class ApiDoor {
  readonly #world: DoorWorld;
  readonly #routes: readonly Route[];

  private constructor(world: DoorWorld, routes: readonly Route[]) {
    this.#world = world;
    this.#routes = routes;
  }

  /** `pattern` names the routes: all, or those of one door. */
  static async open(pattern = "**/route.ts"): Promise<ApiDoor> {
    const files = globSync(pattern, { cwd: API }).sort();
    const routes = files.map(async (file): Promise<Route> => {
      const handlers: Route["handlers"] = await import(join(API, file));
      return {
        methods: methodsIn(readFileSync(join(API, file), "utf8")),
        places: [...file.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, place = ""]) => place),
        handlers,
      };
    });
    return new ApiDoor(await openDoorWorld(), await Promise.all(routes));
  }

  async try(one: ApiCase): Promise<string> {
    const route = this.#routes[one.route % this.#routes.length];
    const asker = this.#world.askers[one.asker % this.#world.askers.length];
    if (route === undefined || asker === undefined) throw new Error("there is no door");
    const method = route.methods[one.method % route.methods.length] ?? "GET";
    const handler = route.handlers[method];
    if (handler === undefined) return "no such method";
    const request = requestOf(method, one, asker);
    if (request === null) return "cannot be sent";
    const params = Object.fromEntries(route.places.map((place, n) => [place, one.path[n] ?? ""]));
    const answer = await inTime(handler(request, { params: Promise.resolve(params) }));
    return judge(answer, tabooFor(asker, one));
  }

  close(): Promise<void> {
    return this.#world.close();
  }
}

/** What a route exports that does something, several times, and a method that is only refused. */
function methodsIn(source: string): readonly string[] {
  const does = METHODS.filter((method) =>
    new RegExp(`^export (const|async function|function) ${method}\\b| as ${method}\\b`, "m").test(source),
  );
  const not = METHODS.filter((method) => !does.includes(method)).slice(0, 1);
  return [...does, ...does, ...does, ...not];
}

function requestOf(method: string, { query, body, origin, headers }: ApiCase, asker: Asker): Request | null {
  try {
    const sent = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
    for (const [name, value] of Object.entries(asker.headers)) sent.set(name, value);
    if (origin !== null) sent.set("origin", origin);
    sent.set("host", new URL(ORIGIN).host);
    const url = `${ORIGIN}/api/x?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]))}`;
    return new Request(url, { method, headers: sent, ...(method !== "GET" && { body }) });
  } catch {
    return null; // no HTTP message can hold it
  }
}

export const ROUTES_OF = { metrics: "metrics/route.ts", "display code": "**/display*/route.ts" } as const;
