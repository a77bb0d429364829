import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anActor } from "#lib/testkit/evidence.ts";
import { carrying, openAuthOver } from "#lib/testkit/test-auth.ts";
import { totp, wrongTotp } from "#lib/testkit/totp.ts";
import type { Auth, SignIn } from "./open-auth.ts";

const NOBODY = new Headers();
const OWN = "grace's own words";
const MINUTE = 60_000;
let world: Console;
let auth: Auth;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 21, 12) });
  world = await openConsole();
  auth = await openAuthOver(world);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await world.close();
});

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
const tokenOf = (path: string) => /token=(.+)$/.exec(path)?.[1] ?? "";

/** Grace, signed in by her first link, with a password. */
async function grace(name = "grace") {
  const made = await auth.accounts.make({ name, role: "viewer", pools: "all" }, anActor());
  const headers = carrying(await auth.redeemLink(tokenOf(made?.signInPath ?? ""), NOBODY));
  await auth.own.setPassword(headers, "", OWN);
  return headers;
}

/** The same with codes turned on; `code` is what her app shows, `wrong` what it does not. */
async function graceWithCodes(name = "grace") {
  const headers = await grace(name);
  const begin = await auth.codes.begin(headers, OWN);
  const setup = begin.is === "begun" ? begin.setup : expect.unreachable();
  const code = () => totp(setup.secret, Date.now());
  const wrong = (n = 0) => wrongTotp(setup.secret, Date.now(), n);
  const on = await auth.codes.turnOn(headers, code());
  pass(MINUTE);
  return { ...setup, code, wrong, headers: on.is === "on" ? carrying(on) : expect.unreachable() };
}

const rows = async () => {
  const kept = await world.ledger.database.selectFrom("audit").selectAll().orderBy("n").execute();
  return kept.map(({ actor, action, after_json }) => [actor, action, after_json]);
};

describe("codes at sign-in", () => {
  test("nothing changes before the first right code, which needs the password before it", async () => {
    const headers = await grace();
    expect(await auth.codes.begin(headers, "not it")).toEqual({ is: "wrong-password" });
    const begin = await auth.codes.begin(headers, OWN);
    const setup = begin.is === "begun" ? begin.setup : expect.unreachable();
    expect(setup.uri).toBe(
      `otpauth://totp/Pairkeeper%3Agrace?secret=${setup.secret}&issuer=Pairkeeper&digits=6&period=30`,
    );
    expect(new Set(setup.recoveryCodes).size).toBe(10);
    for (const code of [wrongTotp(setup.secret, Date.now()), setup.recoveryCodes[0] ?? "", ""])
      expect(await auth.codes.turnOn(headers, code)).toEqual({ is: "wrong" });
    expect(await auth.signIn("grace", OWN, NOBODY)).toMatchObject({ is: "signed-in" });
    expect(await auth.own.look(headers)).toMatchObject({ recoveryCodes: null });
  });

  test("a password opens nothing without the code; each code signs in once", async () => {
    const { code, wrong, headers } = await graceWithCodes();
    expect(await auth.own.look(headers)).toMatchObject({ recoveryCodes: 10 });
    const asked = await auth.signIn("grace", OWN, NOBODY);
    expect([asked.is, await auth.actorOf(carrying(asked))]).toEqual(["code", null]);
    expect(await auth.giveCode(code(), NOBODY)).toEqual({ is: "expired", cookies: [] });
    expect(await auth.giveCode(wrong(), carrying(asked))).toMatchObject({ is: "wrong-code" });
    const given = code();
    const came = await auth.giveCode(` ${given.slice(0, 3)} ${given.slice(3)}`, carrying(asked));
    expect([came.is, (await auth.actorOf(carrying(came)))?.name]).toEqual(["signed-in", "grace"]);
    const again = await auth.signIn("grace", OWN, NOBODY);
    auth = await openAuthOver(world); // a restart, which forgets no code
    expect(await auth.giveCode(given, carrying(again))).toMatchObject({ is: "wrong-code" });
    expect((await rows()).at(-2)).toEqual(["grace", "sign-in", '{"by":"code"}']);
  });

  test("a challenge of somebody else beside one's own counts for nothing", async () => {
    auth = await openAuthOver(world, { origins: ["https://127.0.0.1:3111"] });
    const hers = await graceWithCodes();
    const his = await graceWithCodes("mallory");
    const challengeOf = async (name: string) =>
      /pairkeeper\.two_factor=[^;]+/.exec(carrying(await auth.signIn(name, OWN, NOBODY)).get("cookie") ?? "")?.[0];
    const session = his.headers.get("cookie");
    const others = await challengeOf("mallory");
    const all = new Headers({ cookie: `${others}; __Secure-${await challengeOf("grace")}; ${session}` });
    expect(await auth.giveCode(hers.wrong(), all)).toMatchObject({ is: "wrong-code" });
    expect((await rows()).at(-1)?.slice(0, 2)).toEqual(["grace", "sign-in-refused"]);
    expect(await auth.giveCode(his.code(), all)).toMatchObject({ is: "wrong-code" });
    const came = await auth.giveCode(hers.code(), all);
    expect((await auth.actorOf(carrying(came)))?.name).toBe("grace");
    const again = new Headers({ cookie: `${others}; __Secure-${await challengeOf("grace")}` });
    expect(await auth.giveCode(hers.code(), again)).toMatchObject({ is: "wrong-code" });
  });

  test("a recovery code signs in once; new ones end those before them", async () => {
    const { recoveryCodes, code, headers } = await graceWithCodes();
    const sign = async (recovery: string) => auth.giveCode(recovery, carrying(await auth.signIn("grace", OWN, NOBODY)));
    const [first = "", second = ""] = recoveryCodes;
    expect((await sign(first)).is).toBe("signed-in");
    expect((await sign(first)).is).toBe("wrong-code");
    expect(await auth.own.look(headers)).toMatchObject({ recoveryCodes: 9 });
    const renewed = await auth.codes.renewCodes(headers, code());
    const [third = ""] = renewed.is === "new-codes" ? renewed.recoveryCodes : [];
    expect((await sign(second)).is).toBe("wrong-code");
    expect((await sign(third)).is).toBe("signed-in");
  });

  test("a link alone opens nothing either, but for that of admin, which the machine prints", async () => {
    const { code } = await graceWithCodes();
    const link = await auth.accounts.renew("grace", anActor());
    const asked = await auth.redeemLink(tokenOf(typeof link === "string" ? "" : link.signInPath), NOBODY);
    expect([asked.is, await auth.actorOf(carrying(asked))]).toEqual(["code", null]);
    expect(await auth.giveCode(code(), carrying(asked))).toMatchObject({ is: "signed-in", needsPassword: true });

    const admin = carrying(await auth.redeemLink(await auth.newLink(), NOBODY));
    const begin = await auth.codes.begin(admin, "");
    const { secret } = begin.is === "begun" ? begin.setup : expect.unreachable();
    expect(await auth.codes.turnOn(admin, totp(secret, Date.now()))).toMatchObject({ is: "on" });
    expect(await auth.redeemLink(await auth.newLink(), NOBODY)).toMatchObject({ is: "signed-in" });
  });

  test("they are turned off by another code, or by an administrator", async () => {
    const { code, wrong, headers } = await graceWithCodes();
    expect(await auth.codes.turnOff(headers, wrong())).toEqual({ is: "wrong" });
    expect(await auth.codes.turnOff(headers, code())).toEqual({ is: "off" });
    expect(await auth.signIn("grace", OWN, NOBODY)).toMatchObject({ is: "signed-in" });
    const begin = await auth.codes.begin(headers, OWN);
    const { secret } = begin.is === "begun" ? begin.setup : expect.unreachable();
    pass(MINUTE);
    await auth.codes.turnOn(headers, totp(secret, Date.now()));
    await auth.accounts.change("grace", { forgetTwoFactor: true }, anActor());
    expect(await auth.signIn("grace", OWN, NOBODY)).toMatchObject({ is: "signed-in" });
    expect((await rows()).filter(([, action]) => action === "set-two-factor").map(([, , after]) => after)).toEqual([
      '{"is":"on"}',
      '{"is":"off"}',
      '{"is":"on"}',
    ]);
    expect((await rows()).find(([, action]) => action === "set-account")?.[2]).toContain('"hasTwoFactor":false');
  });

  test("the time for the code ends, and so does it after five wrong ones", async () => {
    const { code, wrong, headers } = await graceWithCodes();
    const slow = await auth.signIn("grace", OWN, headers);
    expect(await auth.actorOf(headers), "the browser has forgotten its session").toBeNull();
    pass(10 * MINUTE);
    expect(await auth.giveCode(code(), carrying(slow))).toMatchObject({ is: "expired" });
    const asked = await auth.signIn("grace", OWN, NOBODY);
    const answers: SignIn["is"][] = [];
    for (let n = 0; n < 6; n += 1) answers.push((await auth.giveCode(wrong(n), carrying(asked))).is);
    expect(answers.at(-1)).toBe("expired");
  });

  test("nothing that is asked of them makes a session longer", async () => {
    const headers = await grace();
    pass(7 * 24 * 60 * MINUTE - MINUTE);
    expect((await auth.codes.begin(headers, OWN)).is).toBe("begun");
    expect(await auth.actorOf(headers)).not.toBeNull();
    pass(2 * MINUTE);
    expect(await auth.actorOf(headers)).toBeNull();
  });

  test("the time for the code ends with the sessions of the account: by its owner, and by an administrator", async () => {
    const { code, headers } = await graceWithCodes();
    const asked = async () => carrying(await auth.signIn("grace", OWN, NOBODY));
    const late = async (challenge: Headers) => (await auth.giveCode(code(), challenge)).is;
    let before = await asked();
    await auth.own.setPassword(headers, OWN, OWN);
    expect(await late(before)).toBe("expired");
    before = await asked();
    await auth.own.signOutEverywhere(headers);
    expect(await late(before)).toBe("expired");
    before = await asked();
    await auth.accounts.change("grace", { role: "operator" }, anActor());
    expect(await late(before)).toBe("expired");
    expect(await late(await asked())).toBe("signed-in");
  });

  test("the library's own paths for it stay shut", async () => {
    const { headers, code } = await graceWithCodes();
    for (const path of ["two-factor/verify-totp", "two-factor/disable", "two-factor/enable"]) {
      const body = JSON.stringify({ code: code(), password: OWN, trustDevice: true });
      const own = {
        "content-type": "application/json",
        origin: "http://127.0.0.1:3111",
        cookie: headers.get("cookie") ?? "",
      };
      const request = new Request(`http://127.0.0.1:3111/api/auth/${path}`, { method: "POST", headers: own, body });
      expect((await auth.handle(request)).status).toBe(404);
    }
  });
});

describe("too many wrong tries", () => {
  /** So slowly that the limit for all the world says nothing. */
  const tries = async (name: string, times: number) => {
    const answers: SignIn[] = [];
    for (let n = 0; n < times; n += 1) {
      pass(5_000);
      answers.push(await auth.signIn(name, "not it", NOBODY));
    }
    return answers.map(({ is }) => is);
  };

  test("lock the account for a quarter of an hour, whoever tries, and tell until when: not who is inside, nor who holds a link", async () => {
    const inside = await grace();
    expect(await tries("Grace", 10)).toEqual([...Array(9).fill("refused"), "locked"]);
    const until = Date.now() + 15 * MINUTE;
    expect(await auth.signIn("grace", OWN, NOBODY)).toEqual({ is: "locked", until, cookies: [] });
    expect((await rows()).filter(([, action]) => action === "account-locked")).toEqual([
      ["grace", "account-locked", `{"until":"${new Date(until).toISOString()}"}`],
    ]);
    expect(await auth.confirm(OWN, inside)).toEqual({ is: "confirmed" });
    // An administrator's new link ends the lock.
    const link = await auth.accounts.renew("grace", anActor());
    const came = await auth.redeemLink(tokenOf(typeof link === "string" ? "" : link.signInPath), NOBODY);
    await auth.own.setPassword(carrying(came), "", OWN);
    expect(await auth.signIn("grace", OWN, NOBODY)).toMatchObject({ is: "signed-in" });
  });

  test("lock a name that no account has in the same way, over restarts too, without writing it down", async () => {
    expect(await tries("nobody", 9)).toEqual(Array(9).fill("refused"));
    auth = await openAuthOver(world);
    expect(await tries("nobody", 1)).toEqual(["locked"]);
    auth = await openAuthOver(world);
    expect((await auth.signIn("nobody", OWN, NOBODY)).is).toBe("locked");
    const kept = await world.ledger.database
      .withTables<{ verification: { identifier: string; value: string } }>()
      .selectFrom("verification")
      .selectAll()
      .execute();
    expect([kept.length, JSON.stringify(kept).includes("nobody")]).toEqual([1, false]);
    const until = Date.now() + 15 * MINUTE;
    expect((await rows()).at(-1)?.slice(0, 2)).toEqual(["unknown", "account-locked"]);
    vi.setSystemTime(until);
    expect(await tries("nobody", 1)).toEqual(["refused"]);
  });

  test("of codes count by themselves: who has shown the password is not kept out by those who have not", async () => {
    const { code, wrong } = await graceWithCodes();
    const asked = [await auth.signIn("grace", OWN, NOBODY), await auth.signIn("grace", OWN, NOBODY)].map(carrying);
    expect((await tries("grace", 10)).at(-1)).toBe("locked");
    const answers: SignIn["is"][] = [];
    for (let n = 0; n < 9; n += 1) answers.push((await auth.giveCode(wrong(n), asked[n % 2] ?? NOBODY)).is);
    expect(answers).toEqual(Array(9).fill("wrong-code"));
    expect((await auth.giveCode(code(), asked[1] ?? NOBODY)).is).toBe("signed-in");
    // Whoever came in ended the lock, and the count of codes.
    const again = await auth.signIn("grace", OWN, NOBODY);
    expect([again.is, (await auth.giveCode(wrong(9), carrying(again))).is]).toEqual(["code", "wrong-code"]);
  });

  test("are answered alike, and count, for a disabled account's right password, which nobody can tell from a wrong one", async () => {
    await grace();
    await auth.accounts.change("grace", { isDisabled: true }, anActor());
    vi.spyOn(console, "error").mockReturnValue();
    const told = async (password: string) => {
      const headers = { "content-type": "application/json", origin: "http://127.0.0.1:3111" };
      const body = JSON.stringify({ username: "grace", password });
      const at = "http://127.0.0.1:3111/api/auth/sign-in/username";
      const answer = await auth.handle(new Request(at, { method: "POST", headers, body }));
      return [answer.status, [...answer.headers], await answer.text()];
    };
    expect(await told(OWN)).toEqual(await told("not it"));
    expect(await tries("grace", 7)).toEqual(Array(7).fill("refused"));
    expect((await auth.signIn("grace", OWN, NOBODY)).is).toBe("locked");
  });

  test("of another site's forms lock nobody", async () => {
    await grace();
    const request = () =>
      new Request("http://127.0.0.1:3111/api/auth/sign-in/username", {
        method: "POST",
        headers: { "content-type": "application/json", origin: "https://evil.example.com", cookie: "a=b" },
        body: JSON.stringify({ username: "grace", password: "not it" }),
      });
    vi.spyOn(console, "error").mockReturnValue();
    for (let n = 0; n < 12; n += 1) {
      pass(5_000);
      await auth.handle(request());
    }
    expect(await auth.signIn("grace", OWN, NOBODY)).toMatchObject({ is: "signed-in" });
  });
});

describe("a confirmation", () => {
  test("by password or code makes a session as fresh as a sign-in does", async () => {
    const { headers, code } = await graceWithCodes();
    pass(20 * MINUTE);
    const freshness = async () => Date.now() - ((await auth.actorOf(headers))?.confirmedAt ?? 0);
    expect(await freshness()).toBeGreaterThan(20 * MINUTE - 1);
    expect(await auth.confirm("not it", headers)).toEqual({ is: "wrong" });
    expect(await freshness()).toBeGreaterThan(20 * MINUTE - 1);
    expect(await auth.confirm(OWN, headers)).toEqual({ is: "confirmed" });
    expect(await freshness()).toBe(0);
    pass(MINUTE);
    expect(await auth.confirm(code(), headers)).toEqual({ is: "confirmed" });
    expect(await freshness()).toBe(0);
    expect(await auth.confirm(OWN, NOBODY)).toEqual({ is: "signed-out" });
  });

  test("is not there for who has neither", async () => {
    const admin = carrying(await auth.redeemLink(await auth.newLink(), NOBODY));
    expect(await auth.confirm("", admin)).toEqual({ is: "nothing-to-give" });
    // Who finds that browser open later gives it neither, and so confirms nothing by one of their own.
    pass(11 * MINUTE);
    expect(await auth.own.setPassword(admin, "", OWN)).toBe("confirm-first");
    expect(await auth.codes.begin(admin, "")).toEqual({ is: "confirm-first" });
  });
});
