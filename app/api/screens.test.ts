import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DISPLAY_COOKIE, displayCookie } from "#lib/auth/displays.ts";
import { type Auth, openAuth } from "#lib/auth/open-auth.ts";
import { openTokens } from "#lib/auth/tokens.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { displayCode } from "#lib/domain/display.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { covers } from "#lib/domain/role.ts";
import { setWebService } from "#lib/service.ts";
import { aFault } from "#lib/testkit/builders.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anActor, anExportReport, LANE } from "#lib/testkit/evidence.ts";
import * as display from "./display/route.ts";
import * as events from "./v1/wall/events/route.ts";
import * as wall from "./v1/wall/route.ts";

const ORIGIN = "http://127.0.0.1:3111";
let world: Console;
let auth: Auth;
let screen: string;

beforeAll(async () => {
  world = await openConsole();
  const { displays } = world.context();
  const { secret, code } = (await displays.ask("192.0.2.1")) ?? expect.unreachable();
  await displays.accept(displayCode(code) ?? "", "Lobby", anActor());
  screen = `${DISPLAY_COOKIE}=${secret}`;
  auth = await openAuth({
    database: { db: world.ledger.database, type: "sqlite" },
    secret: "a secret of more than thirty-two characters",
    origins: [ORIGIN],
    adminPassword: "correct horse",
    notes: world.notes,
    people: world.ledger.accounts,
    clock: { now: () => Date.now() },
  });
  setWebService({
    context: (actor) => world.context(actor),
    ledger: world.ledger.doors,
    auth,
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

const PARAMS = { params: Promise.resolve({ fqdn: "pool1.pairkeeper.test", id: "x", module: "All" }) };
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const ROUTES = globSync("**/route.ts", { cwd: import.meta.dirname }).sort();
const FOR_SCREENS = ["v1/wall/route.ts", "v1/wall/events/route.ts", "display/route.ts"];

describe("a screen that was let in is nobody to", () => {
  test.each(ROUTES.filter((route) => !FOR_SCREENS.includes(route)))("%s", async (route) => {
    const handlers: Record<string, unknown> = await import(join(import.meta.dirname, route));
    for (const method of METHODS) {
      const handler = handlers[method];
      if (typeof handler !== "function") continue;
      const asked = async (headers: Record<string, string>) => {
        const body = method === "GET" ? {} : { body: "{}" };
        const request = new Request(`${ORIGIN}/api/x`, { method, headers: { origin: ORIGIN, ...headers }, ...body });
        const answer: Response = await handler(request, PARAMS);
        await answer.body?.cancel();
        return answer.status;
      };
      expect(await asked({ cookie: screen }), `${method} ${route}`).toBe(await asked({}));
    }
  });

  test("all of them, which are many", () => {
    expect(ROUTES.length).toBeGreaterThan(15);
  });

  test("sign-in: whose page it opens is nobody's", async () => {
    expect(await auth.actorOf(new Headers({ cookie: screen }))).toBeNull();
  });
});

test("no command but the wall's own is a screen's, whatever leads to it", () => {
  const its = Object.entries(NEEDED_ROLE).filter(([, needed]) => covers("display", needed));
  expect(its.map(([command]) => command)).toEqual(["getWall", "followWall"]);
});

describe("the wall", () => {
  const ask = (headers: Record<string, string>, query = "") =>
    wall.GET(new Request(`${ORIGIN}/api/v1/wall${query}`, { headers }), PARAMS);

  test("is told to a screen and to people, with the build of its server, and to nobody else", async () => {
    await world.say();
    const { cookies } = await auth.signIn("admin", "correct horse", new Headers());
    const person = cookies.map((line) => line.split(";", 1)[0]).join("; ");
    for (const cookie of [screen, person]) {
      const answer = await ask({ cookie });
      expect([answer.status, answer.headers.get("pairkeeper-build")]).toEqual([200, "build-1"]);
      expect(await answer.json()).toMatchObject({ Seq: expect.any(String), Whole: { Pairs: [{}] } });
    }
    for (const headers of [{}, { cookie: `${DISPLAY_COOKIE}=made-up` }, { cookie: screen, authorization: "Bearer x" }])
      expect((await ask(headers)).status).toBe(401);
  });

  test("changes are told by number, as to every other page", async () => {
    await world.say();
    const { Seq } = await (await ask({ cookie: screen })).json();
    const next = await (await ask({ cookie: screen }, `?since=${Seq}`)).json();
    expect(next).toMatchObject({ Seq: expect.any(String) });
    expect(next.Whole).toBeUndefined();
    const leaving = new AbortController();
    const headers = { cookie: screen };
    const stream = await events.GET(new Request(`${ORIGIN}/api/v1/wall/events`, { headers, signal: leaving.signal }));
    expect([stream.status, stream.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    leaving.abort();
  });

  test("names no record, no path and no person", async () => {
    const fault = { ...aFault(world.now), sentence: "Row sip:grace@example.com", path: "users/sip:grace@example.com" };
    const failed = anExportReport(world.now, { lane: LANE, attempt: { is: "failed", fault } });
    const asked = {
      what: "full-push",
      from: LANE.from,
      to: LANE.to,
      modules: [LANE.module],
      detail: NO_DETAIL,
    } as const;
    await world.ledger.doors.request(asked, anActor({ name: "ada" }));
    await world.say({ exports: [failed] });
    world.clock.travel(1_100);
    const text = await (await ask({ cookie: screen })).text();
    expect(text).toContain("ErrorState");
    expect(text).not.toMatch(/grace|ada/);
  });
});

test("a screen learns how far it is, and keeps its cookie for longer each time", async () => {
  const ask = async (cookie: string) => {
    const answer = await display.GET(new Request(`${ORIGIN}/api/display`, { headers: { cookie } }));
    return [await answer.json(), answer.headers.get("set-cookie")];
  };
  expect(await ask(screen)).toEqual([
    { state: "accepted" },
    `${screen}; Path=/; Max-Age=34560000; HttpOnly; SameSite=Strict`,
  ]);
  expect(await ask("a=b")).toEqual([{ state: null }, null]);
  expect(displayCookie("https://pairs.example.com")).toMatchObject({ secure: true, httpOnly: true });
});
