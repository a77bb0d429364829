import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { POOL_1 } from "#lib/testkit/evidence.ts";
import {
  type AtProvider,
  type IdentityProvider,
  startIdentityProvider,
  Walker,
} from "#lib/testkit/identity-provider.ts";
import { openTempLedger, type TempLedger } from "#lib/testkit/temp-ledger.ts";
import { openAccessNotes } from "../access-notes.ts";
import { type Auth, openAuth } from "../open-auth.ts";
import type { OidcSetting } from "./setting.ts";

// Sign-in with a real provider, over HTTP: there, its pages, and back (PRODUCT E4).

const ORIGIN = "http://127.0.0.1:3111";
const WAY_OUT = `${ORIGIN}/api/auth/oidc`;
const WAY_BACK = `${ORIGIN}/api/auth/callback/oidc`;
let idp: IdentityProvider;
let temp: TempLedger;

beforeAll(async () => {
  for (const word of ["info", "warn"] as const) vi.spyOn(console, word).mockImplementation(() => {}); // of a provider for tests
  idp = await startIdentityProvider({ redirectUri: WAY_BACK });
  temp = await openTempLedger();
});
afterAll(async () => {
  await idp.stop();
  await temp.remove();
  vi.restoreAllMocks();
});
let logged: string[];
let readers: string[];
beforeEach(async () => {
  logged = [];
  readers = ["RTCUniversalServerAdmins"];
  vi.spyOn(console, "error").mockImplementation((...words) => void logged.push(words.join(" ")));
  idp.comeBack();
  idp.people.clear();
  idp.people.set("ada", { groups: ["RTCUniversalServerAdmins", "Everybody"] });
  idp.people.set("grace", { calledAs: "Grace@Example.com", groups: ["Help Desk"] });
  idp.people.set("eve", { groups: ["Everybody"] });
});
afterEach(async () => {
  vi.useRealTimers();
  for (const table of ["session", "account", "user", "verification"]) await tables().deleteFrom(table).execute();
});

const start = (more: Partial<OidcSetting> = {}): Promise<Auth> =>
  openAuth({
    database: { db: temp.ledger.database, type: "sqlite" },
    secret: "a secret of more than thirty-two characters",
    origins: [ORIGIN],
    adminPassword: null,
    people: temp.ledger.accounts,
    clock: { now: () => Date.now() },
    notes: openAccessNotes(temp.ledger.audit, { now: () => 1 }),
    oidc: {
      issuer: idp.issuer,
      clientId: idp.client.id,
      clientSecret: idp.client.secret,
      scopes: ["openid", "profile"],
      groupsClaim: "groups",
      grants: [
        { group: "RTCUniversalServerAdmins", role: "administrator", pools: "all" },
        { group: "Help Desk", role: "viewer", pools: [POOL_1] },
      ],
      readers: async () => readers,
      name: "Example Corp",
      ...more,
    },
  });

const browserOf = (auth: Auth) =>
  new Walker((request) => (request.url.startsWith(ORIGIN) ? auth.handle(request) : fetch(request)));
const isSignInPage = ({ origin, pathname }: URL) => origin === ORIGIN && pathname === "/login";
const signsIn = (as: string): AtProvider => ({ is: "signs-in", as });
const cookiesIn = (browser: Walker) => new Headers({ cookie: browser.cookiesFor(ORIGIN) });
const enter = async (auth: Auth, as: string, browser = browserOf(auth), to = "") => {
  const at = await browser.walk(`${WAY_OUT}?to=${encodeURIComponent(to)}`, signsIn(as), isSignInPage);
  return { at, who: await auth.actorOf(cookiesIn(browser)), browser };
};
const tables = () => temp.ledger.database.withTables<Record<string, object>>();
const rowsOf = (table: string) => tables().selectFrom(table).selectAll().execute();
const audit = () => temp.ledger.database.selectFrom("audit").select(["action", "subject", "after_json"]).execute();

test("an administrator's group lets in an administrator, and goes on to where they wanted to be", async () => {
  const auth = await start();
  const { at, who } = await enter(auth, "ada", browserOf(auth), "/pairs?a=b&c=d");
  expect(at.href).toBe(`${ORIGIN}/login?to=${encodeURIComponent("/pairs?a=b&c=d")}`);
  expect(who).toMatchObject({ name: "ada (oidc)", role: "administrator" });
  expect(await audit()).toContainEqual({ action: "sign-in", subject: "ada (oidc)", after_json: '{"by":"oidc"}' });
});

test("a viewer's group lets in a viewer, for the pools that it is mapped to", async () => {
  expect((await enter(await start(), "grace")).who).toMatchObject({
    name: "grace@example.com (oidc)",
    role: "viewer",
    pools: [POOL_1],
  });
});

test("the groups of the configuration let in viewers, as it is at that moment, and never take a role away", async () => {
  const auth = await start();
  expect((await enter(auth, "eve")).who).toBeNull();
  readers = ["CSAdministrator", "Everybody"];
  const eve = await enter(auth, "eve");
  expect(eve.who).toMatchObject({ name: "eve (oidc)", role: "viewer", pools: "all" });
  const before = cookiesIn(eve.browser);
  expect((await enter(auth, "eve", eve.browser)).who).toMatchObject({ name: "eve (oidc)" });
  expect(await auth.actorOf(before), "the session that it was over has ended").toBeNull();
  expect((await enter(auth, "ada")).who).toMatchObject({ role: "administrator" });
});

test("who is in no mapped group is told so, and has no account", async () => {
  const auth = await start();
  const { at, who } = await enter(auth, "eve", browserOf(auth), "/pairs");
  expect([at.search, who]).toEqual(["?to=%2Fpairs&refused=no-group", null]);
  expect(await audit()).toContainEqual(expect.objectContaining({ action: "sign-in-refused", subject: "eve (oidc)" }));
  expect(await rowsOf("user")).toHaveLength(1); // admin
});

test("groups that stand in the ID token are read there, and one group alone may be a text", async () => {
  const other = await startIdentityProvider({ redirectUri: WAY_BACK, tellsInToken: true });
  other.people.set("ada", { groups: "RTCUniversalServerAdmins" });
  const { who } = await enter(await start({ issuer: other.issuer }), "ada");
  await other.stop();
  expect(who).toMatchObject({ role: "administrator" });
});

describe("what the groups say at a sign-in holds from then on", () => {
  test("another group: in every session of that account", async () => {
    const auth = await start();
    const { browser } = await enter(auth, "ada");
    idp.people.set("ada", { groups: ["Help Desk"] });
    expect((await enter(auth, "ada")).who).toMatchObject({ name: "ada (oidc)", role: "viewer" });
    expect(await auth.actorOf(cookiesIn(browser))).toMatchObject({ role: "viewer" });
    expect(await rowsOf("user")).toHaveLength(2);
  });

  test("no group any more: every session of that account has ended", async () => {
    const auth = await start();
    const { browser } = await enter(auth, "ada");
    idp.people.set("ada", { groups: [] });
    expect((await enter(auth, "ada")).at.search).toBe("?refused=no-group");
    expect(await auth.actorOf(cookiesIn(browser))).toBeNull();
  });

  test("for twelve hours", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const auth = await start();
    const { browser } = await enter(auth, "ada");
    // Codes are asked for by the provider, if at all: turning them on here would make a session of another length.
    expect(await auth.codes.begin(cookiesIn(browser), "")).toEqual({ is: "not-now" });
    expect(await auth.codes.turnOn(cookiesIn(browser), "000000")).toEqual({ is: "not-now" });
    vi.setSystemTime(Date.now() + 12 * 3_600_000 - 60_000);
    expect(await auth.actorOf(cookiesIn(browser))).toMatchObject({ role: "administrator" });
    vi.setSystemTime(Date.now() + 61_000);
    expect(await auth.actorOf(cookiesIn(browser))).toBeNull();
  });
});

describe("a sign-in confirms who it is, for ten minutes", () => {
  const MINUTE = 60_000;
  const agoOf = (who: Awaited<ReturnType<Auth["actorOf"]>>) => Date.now() - (who?.confirmedAt ?? Number.NaN);
  beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));

  test("by what was given at the provider: one who is signed in there already is asked again", async () => {
    const auth = await start();
    const { browser, who } = await enter(auth, "ada");
    expect(agoOf(who)).toBeLessThan(MINUTE);
    vi.setSystemTime(Date.now() + 5 * MINUTE);
    expect(agoOf((await enter(auth, "nobody", browser)).who), "not asked yet").toBeGreaterThan(4 * MINUTE);
    vi.setSystemTime(Date.now() + 6 * MINUTE);
    const there = await browser.walk(WAY_OUT, { is: "turns-back" }, isSignInPage);
    expect(there.searchParams.get("refused")).toBe("denied");
    expect(agoOf((await enter(auth, "ada", browser)).who)).toBeLessThan(MINUTE);
  });

  test("and not where the question was taken out of the address: they come in, and are asked before what cannot be taken back", async () => {
    const auth = await start();
    const { browser } = await enter(auth, "ada");
    vi.setSystemTime(Date.now() + 11 * MINUTE);
    const way = new URL((await browser.ask(WAY_OUT)).headers.get("location") ?? "");
    way.searchParams.delete("max_age");
    await browser.walk(way.href, { is: "turns-back" }, isSignInPage);
    const who = await auth.actorOf(cookiesIn(browser));
    expect(who).toMatchObject({ name: "ada (oidc)" });
    expect(agoOf(who)).toBeGreaterThan(10 * MINUTE);
  });
});

describe("nobody becomes somebody else", () => {
  test("by a name or an address that a local account has", async () => {
    const auth = await start();
    idp.people.set("eve", {
      calledAs: "admin",
      email: "admin@pairkeeper.invalid",
      groups: ["Help Desk"],
    });
    expect((await enter(auth, "eve")).who).toMatchObject({ name: "admin (oidc)", role: "viewer" });
    expect(await rowsOf("user")).toHaveLength(2);
  });

  test("by being called as another of the provider is", async () => {
    const auth = await start();
    await enter(auth, "ada");
    idp.people.set("eve", { calledAs: "Ada", groups: ["Help Desk"] });
    const { who } = await enter(auth, "eve");
    expect(who).toMatchObject({ name: expect.stringMatching(/^ada \(oidc [0-9a-f]{6}\)$/), role: "viewer" });
    expect((await enter(auth, "ada")).who).toMatchObject({ name: "ada (oidc)", role: "administrator" });
  });

  test("by being the same subject of another issuer", async () => {
    const auth = await start();
    await enter(auth, "ada");
    const other = await startIdentityProvider({ redirectUri: WAY_BACK });
    other.people.set("ada", { groups: ["Help Desk"] });
    const { who } = await enter(await start({ issuer: other.issuer }), "ada");
    await other.stop();
    expect(who).toMatchObject({ name: expect.not.stringMatching(/^ada \(oidc\)$/), role: "viewer" });
  });

  test("and who is disabled stays out, whatever the groups say", async () => {
    const auth = await start();
    await enter(auth, "grace");
    await sql`update user set disabled = 1 where name = 'grace@example.com (oidc)'`.execute(temp.ledger.database);
    idp.people.set("grace", { calledAs: "Grace@Example.com", groups: ["RTCUniversalServerAdmins"] });
    const { at, who } = await enter(auth, "grace");
    expect([at.search, who]).toEqual(["?refused=disabled", null]);
    expect(await rowsOf("user")).toContainEqual(
      expect.objectContaining({ name: "grace@example.com (oidc)", role: "viewer" }),
    );
  });

  test("by a password: such an account has none, and is given none", async () => {
    const auth = await start();
    const { browser } = await enter(auth, "ada");
    expect(await auth.own.setPassword(cookiesIn(browser), "", "ada's own words")).toBe("providers");
    for (const name of ["ada (oidc)", "ada"]) expect((await auth.signIn(name, "", new Headers())).is).toBe("refused");
  });
});

describe("what came back is taken once, from the browser that went out, within ten minutes", () => {
  const comingBack = async (browser: Walker) =>
    browser.walk(WAY_OUT, signsIn("ada"), ({ href }) => href.startsWith(WAY_BACK));
  const outcome = async (auth: Auth, browser: Walker, url: string) => {
    const at = await browser.walk(url, signsIn("ada"), isSignInPage);
    return [at.searchParams.get("refused"), await auth.actorOf(cookiesIn(browser))];
  };

  test("a second time it is refused", async () => {
    const auth = await start();
    const browser = browserOf(auth);
    const { href } = await comingBack(browser);
    const kept = browserOf(auth);
    kept.jar.set(new URL(ORIGIN).host, new Map(browser.jar.get(new URL(ORIGIN).host)));
    expect((await outcome(auth, browser, href))[1]).toMatchObject({ role: "administrator" });
    expect(await outcome(auth, kept, href)).toEqual(["expired", null]);
  });

  test("in another browser it is refused: nobody is signed in as somebody else by an address", async () => {
    const auth = await start();
    const { href } = await comingBack(browserOf(auth));
    expect(await outcome(auth, browserOf(auth), href)).toEqual(["expired", null]);
  });

  test("a made-up state, and none, are refused", async () => {
    const auth = await start();
    const browser = browserOf(auth);
    const url = await comingBack(browser);
    const { state: _, ...rest } = Object.fromEntries(url.searchParams);
    for (const query of [{ ...rest, state: "made-up" }, rest])
      expect(await outcome(auth, browser, `${WAY_BACK}?${new URLSearchParams(query)}`)).toEqual(["expired", null]);
  });

  test("a code that the provider never gave is refused", async () => {
    const auth = await start();
    const browser = browserOf(auth);
    const url = await comingBack(browser);
    url.searchParams.set("code", "made-up");
    expect(await outcome(auth, browser, url.href)).toEqual(["refused", null]);
  });

  test("late it is refused", async () => {
    const auth = await start();
    const browser = browserOf(auth);
    const { href } = await comingBack(browser);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 601_000);
    expect(await outcome(auth, browser, href)).toEqual(["expired", null]);
  });
});

describe("what goes wrong at the provider is told on the sign-in page", () => {
  const refused = async (auth: Auth, does: AtProvider = signsIn("ada")) =>
    (await browserOf(auth).walk(WAY_OUT, does, isSignInPage)).searchParams.get("refused");

  test("it is down, and tried anew by the next one; everybody else comes in", async () => {
    idp.goDown();
    const auth = await start();
    expect(await refused(auth)).toBe("unreachable");
    expect((await auth.redeemLink(await auth.newLink(), new Headers())).is).toBe("signed-in");
    idp.comeBack();
    expect((await enter(auth, "ada")).who).toMatchObject({ role: "administrator" });
  });

  test("it went down while somebody was there", async () => {
    const auth = await start();
    const browser = browserOf(auth);
    const { href } = await browser.walk(WAY_OUT, signsIn("ada"), (url) => url.href.startsWith(WAY_BACK));
    idp.goDown();
    const at = await browser.walk(href, signsIn("ada"), isSignInPage);
    expect(at.searchParams.get("refused")).toBe("unreachable");
  });

  test("they turned back there", async () => {
    expect(await refused(await start(), { is: "turns-back" })).toBe("denied");
  });

  test("it does not know this service's secret: the log says so, and holds no secret", async () => {
    expect(await refused(await start({ clientSecret: "not the secret at all" }))).toBe("refused");
    expect(logged.join()).toContain("invalid_client");
    expect(logged.join()).not.toContain("not the secret");
  });

  test("it speaks for another issuer than the one that was set", async () => {
    expect(await refused(await start({ issuer: idp.issuer.replace("127.0.0.1", "localhost") }))).toBe("unreachable");
    expect(logged.join()).toContain("another issuer");
  });
});

test("nothing of the provider's tokens is kept, and none is logged", async () => {
  await enter(await start(), "ada");
  const rows = await rowsOf("account");
  expect(rows).toMatchObject([
    { providerId: "oidc", accessToken: null, refreshToken: null, idToken: null, password: null },
  ]);
  expect(logged).toEqual([]);
});

test("the provider's answer is taken by GET alone, and nothing more of the library is open", async () => {
  const auth = await start();
  const status = async (path: string, method: string) =>
    (await auth.handle(new Request(`${ORIGIN}/api/auth/${path}`, { method, headers: { origin: ORIGIN } }))).status;
  expect(await status("callback/oidc", "POST")).toBe(404);
  expect(await status("oidc", "POST")).toBe(404);
  for (const path of ["callback/google", "sign-in/social", "link-social", "get-access-token", "refresh-token"])
    expect([await status(path, "GET"), await status(path, "POST")], path).toEqual([404, 404]);
});

test("too many tries from everywhere are told apart", async () => {
  vi.useFakeTimers({ toFake: ["Date"] }); // all of them within one minute
  const auth = await start();
  const outcomes = [];
  for (let n = 0; n < 61; n += 1) outcomes.push((await browserOf(auth).ask(WAY_OUT)).headers.get("location"));
  expect(outcomes.at(0)).toContain(idp.issuer);
  expect(outcomes.at(-1)).toBe(`${ORIGIN}/login?refused=too-many`);
});
