import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DISPLAY_COOKIE } from "#lib/auth/displays.ts";
import { openAuth } from "#lib/auth/open-auth.ts";
import { openTokens } from "#lib/auth/tokens.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { displayCode } from "#lib/domain/display.ts";
import { type ActorRole, covers, DISPLAY, TOKEN_ROLES } from "#lib/domain/role.ts";
import { setWebService } from "#lib/service.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anActor, POOL_1 } from "#lib/testkit/evidence.ts";
import { askUntilRead, type Outcome, type Refusal } from "#lib/testkit/sample-parameters.ts";

// Every route that there is, each method with every role and with none. A new one is asked by itself, by the commands that it calls.

const ORIGIN = "http://127.0.0.1:3111";
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Routes that call no command: why whoever may come there. */
const OPEN: Readonly<Record<string, string>> = {
  "[...unknown]/route.ts": "an address that is none says so to everybody",
  "auth/[...all]/route.ts": "it is the way in",
  "display/route.ts": "a screen asks how far it is, by its own secret",
  "health/route.ts": "it tells ready or not, and nothing else",
  "unreadable/route.ts": "an address that cannot be read says so to everybody",
};

type Method = {
  readonly route: string;
  readonly method: (typeof METHODS)[number];
  readonly needs: readonly ActorRole[];
};

const isCommand = (name: string): name is keyof typeof NEEDED_ROLE => Object.hasOwn(NEEDED_ROLE, name);

/** The methods of a route that do something, each with what the commands need that it calls. */
function methodsOf(route: string): readonly Method[] {
  const source = readFileSync(join(import.meta.dirname, route), "utf8");
  return source.split(/^export /m).flatMap((block) => {
    const method = METHODS.find((one) => new RegExp(`^(const|async function|function) ${one}\\b`).test(block));
    if (method === undefined) return [];
    const called = [...block.matchAll(/\b(\w+)\b/g)].map(([, name = ""]) => name).filter(isCommand);
    return [{ route, method, needs: called.map((name) => NEEDED_ROLE[name]) }];
  });
}

const ROUTES = globSync("**/route.ts", { cwd: import.meta.dirname }).sort();
const GUARDED = ROUTES.filter((route) => OPEN[route] === undefined).flatMap(methodsOf);

let world: Console;
/** What each sends along: nothing, a screen's cookie, a token. */
const WHO = new Map<ActorRole | "nobody", Record<string, string>>([["nobody", {}]]);

beforeAll(async () => {
  world = await openConsole();
  await world.say();
  const { displays } = world.context();
  const { secret, code } = (await displays.ask("")) ?? expect.unreachable();
  await displays.accept(displayCode(code) ?? "", "Lobby", anActor());
  WHO.set(DISPLAY, { cookie: `${DISPLAY_COOKIE}=${secret}` });
  for (const role of TOKEN_ROLES) {
    const hash = createHash("sha256").update(role).digest("hex");
    await world.ledger.tokens.replaceToken({ id: role, hash, name: `a ${role}`, role, madeAt: 1 });
    WHO.set(role, { authorization: `Bearer ${role}` });
  }
  setWebService({
    context: (actor) => world.context(actor),
    ledger: world.ledger.doors,
    auth: await openAuth({
      database: { db: world.ledger.database, type: "sqlite" },
      secret: "a secret of more than thirty-two characters",
      origins: [ORIGIN],
      adminPassword: null,
      notes: world.notes,
      people: world.ledger.accounts,
      clock: { now: () => Date.now() },
    }),
    tokens: await openTokens(world.folder, world.ledger.tokens, { now: () => 1 }, world.notes),
    displays,
    build: "build-1",
    publicOrigin: null,
    signInLink: async () => "",
    isReady: async () => true,
    close: async () => {},
  });
});
afterAll(async () => {
  setWebService(null);
  await world.close();
});

async function asked({ route, method }: Method, who: ActorRole | "nobody"): Promise<Outcome> {
  const handlers: Record<string, (request: Request, more: object) => Promise<Response>> = await import(
    join(import.meta.dirname, route)
  );
  return askUntilRead(async (given) => {
    const isRead = method === "GET";
    const query = isRead
      ? `?${new URLSearchParams(Object.entries(given).map(([key, value]) => [inQuery(key, route), String(value)]))}`
      : "";
    const leaving = new AbortController();
    const request = new Request(`${ORIGIN}/api/x${query}`, {
      method,
      headers: { origin: ORIGIN, ...WHO.get(who) },
      signal: leaving.signal,
      ...(isRead ? {} : { body: JSON.stringify(given) }),
    });
    const params = Promise.resolve({
      fqdn: POOL_1,
      id: "00000000-0000-4000-8000-000000000000",
      module: "DataConf",
      account: "grace",
    });
    const answer = (await handlers[method]?.(request, { params })) ?? expect.unreachable();
    if (answer.ok) {
      leaving.abort();
      await answer.body?.cancel();
      return null;
    }
    const { code, detail, field }: { code: string; detail: string; field: string | null } = await answer.json();
    return { code, sentence: detail, field } satisfies Refusal;
  });
}

/** In a query a module stands under the cmdlets' name, unless the address has it. */
function inQuery(key: string, route: string): string {
  return key === "module" && !route.includes("[module]") ? "backupModule" : key;
}

test("every route calls a command of the table, or says here why it is open", () => {
  const wrong = ROUTES.filter((route) => OPEN[route] === undefined).flatMap((route) =>
    methodsOf(route)
      .filter(({ needs }) => needs.length === 0)
      .map(
        ({ method }) =>
          `${method} of app/api/${route} calls no command that stands in NEEDED_ROLE (lib/commands/roles.ts): let it call one, or say in OPEN why whoever may come there.`,
      ),
  );
  expect(wrong.join("\n")).toBe("");
  expect(Object.keys(OPEN).filter((route) => !ROUTES.includes(route))).toEqual([]);
  expect(GUARDED.length).toBeGreaterThan(30);
});

describe("who may not is refused, and leaves no trace but that", () => {
  test.each(GUARDED)("$method $route", async (method) => {
    const may = (who: ActorRole) => method.needs.some((needed) => covers(who, needed));
    const traces = async () => {
      const rows = await world.ledger.database.selectFrom("audit").select("action").execute();
      return rows.filter(({ action }) => action !== "refused" && action !== "token-refused").length;
    };
    const before = await traces();
    for (const who of WHO.keys()) {
      if (who !== "nobody" && may(who)) continue;
      const isKnown = who !== "nobody" && (who !== DISPLAY || method.route.startsWith("v1/wall/"));
      expect(await asked(method, who), `${method.method} ${method.route} as ${who}`).toEqual({
        is: "refused",
        code: isKnown ? "not-allowed" : "not-signed-in",
      });
    }
    expect(await traces()).toBe(before);
    for (const who of WHO.keys()) {
      if (who === "nobody" || !method.needs.every((needed) => covers(who, needed))) continue;
      const outcome = await asked(method, who);
      const code = "code" in outcome ? outcome.code : null;
      expect(["not-allowed", "not-signed-in", "internal"], `${method.method} ${method.route} as ${who}`).not.toContain(
        code,
      );
    }
  });
});
