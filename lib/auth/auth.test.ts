import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { openTempLedger, type TempLedger } from "#lib/testkit/temp-ledger.ts";
import { openAccessNotes } from "./access-notes.ts";
import { type Auth, openAuth, type SignIn } from "./open-auth.ts";

const ORIGIN = "http://127.0.0.1:3111";
const PASSWORD = "correct horse battery";
const ADMIN = { name: "admin", role: "administrator", pools: "all" };
const NO_HEADERS = new Headers();
let temp: TempLedger;

beforeEach(async () => {
  temp = await openTempLedger();
});
afterEach(async () => {
  vi.useRealTimers();
  await temp.remove();
});

/** A start of the server: the ledger stays, all else is anew. */
const start = (adminPassword: string | null, publicUrl?: string): Promise<Auth> =>
  openAuth({
    database: { db: temp.ledger.database, type: "sqlite" },
    secret: "a secret of more than thirty-two characters",
    origins: publicUrl ? [publicUrl, ORIGIN] : [ORIGIN, ORIGIN.replace("127.0.0.1", "localhost")],
    adminPassword,
    notes: openAccessNotes(temp.ledger.audit, { now: () => 1 }),
    people: temp.ledger.accounts,
    clock: { now: () => Date.now() },
  });

const cookieOf = ({ cookies }: SignIn) =>
  new Headers({ cookie: cookies.map((line) => line.split(";", 1)[0] ?? "").join("; ") });

const post = (auth: Auth, path: string, body: unknown, headers: Record<string, string> = {}) =>
  auth.handle(
    new Request(`${ORIGIN}/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN, ...headers },
      body: JSON.stringify(body),
    }),
  );

test("a link signs in once", async () => {
  const auth = await start(null);
  const token = await auth.newLink();
  const first = await auth.redeemLink(token, NO_HEADERS);
  expect(first.is).toBe("signed-in");
  expect(await auth.actorOf(cookieOf(first))).toMatchObject(ADMIN);
  expect(await auth.redeemLink(token, NO_HEADERS)).toEqual({ is: "refused", cookies: [] });
});

test("a sign-in over a session ends that one, and no other; what is refused ends none", async () => {
  const auth = await start(null);
  const redeem = async (over: Headers) => cookieOf(await auth.redeemLink(await auth.newLink(), over));
  const [elsewhere, before] = [await redeem(NO_HEADERS), await redeem(NO_HEADERS)];
  await auth.redeemLink("made-up", before);
  expect(await auth.actorOf(before)).toMatchObject(ADMIN);
  const after = await redeem(before);
  const names = await Promise.all([elsewhere, before, after].map(async (one) => (await auth.actorOf(one))?.name));
  expect(names).toEqual(["admin", undefined, "admin"]);
  const rows = await temp.ledger.database.selectFrom("audit").select(["action", "after_json"]).orderBy("n").execute();
  expect(rows.at(-1)).toEqual({ action: "sign-out", after_json: '{"from":"the-session-before"}' });
});

test("a session reaches what its account reaches now; none, and what cannot be read, reaches nothing", async () => {
  const auth = await start(null);
  const cookie = cookieOf(await auth.redeemLink(await auth.newLink(), NO_HEADERS));
  const reachOf = async (kept: string | null) => {
    await sql`update user set pools = ${kept}`.execute(temp.ledger.database);
    return (await auth.actorOf(cookie))?.pools;
  };
  const [one, other] = ["pool1.pairkeeper.test", "pool2.pairkeeper.test"];
  expect(await reachOf(`${one}, ${other}`)).toEqual([one, other]);
  expect([await reachOf(null), await reachOf("spoilt"), await reachOf("")]).toEqual([[], [], []]);
});

test("two presses at the same time sign in once", async () => {
  const auth = await start(null);
  const token = await auth.newLink();
  const both = await Promise.all([auth.redeemLink(token, NO_HEADERS), auth.redeemLink(token, NO_HEADERS)]);
  expect(both.map((answer) => answer.is).sort()).toEqual(["refused", "signed-in"]);
});

test("a link works for an hour", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const auth = await start(null);
  const late = await auth.newLink();
  vi.setSystemTime(Date.now() + 3_601_000);
  expect((await auth.redeemLink(late, NO_HEADERS)).is).toBe("refused");
  const inTime = await auth.newLink();
  vi.setSystemTime(Date.now() + 3_590_000);
  expect((await auth.redeemLink(inTime, NO_HEADERS)).is).toBe("signed-in");
});

test("a new link ends the ones before it, a made-up one never works, and none is kept in clear", async () => {
  const auth = await start(null);
  const old = await auth.newLink();
  const token = await auth.newLink();
  expect((await auth.redeemLink(old, NO_HEADERS)).is).toBe("refused");
  expect((await auth.redeemLink("made-up", NO_HEADERS)).is).toBe("refused");
  const kept = await temp.ledger.database
    .withTables<{ verification: { identifier: string; value: string } }>()
    .selectFrom("verification")
    .selectAll()
    .execute();
  expect(kept).toHaveLength(1);
  expect(JSON.stringify(kept)).not.toContain(token);
});

test("the cookie is for our pages alone", async () => {
  const auth = await start(PASSWORD);
  const [line = ""] = (await auth.signIn("admin", PASSWORD, NO_HEADERS)).cookies;
  expect(line).toMatch(/^pairkeeper\.session_token=.*HttpOnly.*SameSite=Lax/);
  expect(line).not.toContain("Secure");
  const behindTls = await start(PASSWORD, "https://pairs.example.com");
  expect((await behindTls.signIn("admin", PASSWORD, NO_HEADERS)).cookies[0]).toContain("Secure");
});

test("the password signs in, in any case of the name, and a wrong one does not", async () => {
  const auth = await start(PASSWORD);
  const answers = [
    await auth.signIn("Admin", PASSWORD, NO_HEADERS),
    await auth.signIn("admin", `${PASSWORD}.`, NO_HEADERS),
    await auth.signIn("nobody", PASSWORD, NO_HEADERS),
    await auth.signIn("", "", NO_HEADERS),
  ];
  expect(answers.map((answer) => answer.is)).toEqual(["signed-in", "refused", "refused", "refused"]);
});

test("another password at the next start ends every session; the same one none", async () => {
  const before = await (await start(PASSWORD)).signIn("admin", PASSWORD, NO_HEADERS);
  const same = await start(PASSWORD);
  expect(await same.actorOf(cookieOf(before))).toMatchObject(ADMIN);
  const changed = await start("another horse");
  expect(await changed.actorOf(cookieOf(before))).toBeNull();
  expect((await changed.signIn("admin", PASSWORD, NO_HEADERS)).is).toBe("refused");
  expect((await changed.signIn("admin", "another horse", NO_HEADERS)).is).toBe("signed-in");
});

test("without a password given there is none, and who came in by it is out: only a link signs in", async () => {
  const before = await (await start(PASSWORD)).signIn("admin", PASSWORD, NO_HEADERS);
  const auth = await start(null);
  expect(await auth.actorOf(cookieOf(before))).toBeNull();
  expect((await auth.signIn("admin", PASSWORD, NO_HEADERS)).is).toBe("refused");
  expect((await auth.redeemLink(await auth.newLink(), NO_HEADERS)).is).toBe("signed-in");
});

test("signing out ends the session, not only the cookie", async () => {
  const auth = await start(PASSWORD);
  const signedIn = await auth.signIn("admin", PASSWORD, NO_HEADERS);
  const lines = await auth.signOut(cookieOf(signedIn));
  expect(lines.join()).toMatch(/session_token=;.*Max-Age=0/);
  expect(await auth.actorOf(cookieOf(signedIn))).toBeNull();
});

test.each([
  ["sign-up/email", { email: "eve@example.com", password: PASSWORD, name: "Eve" }],
  ["get-session", {}],
  ["sign-in/magic-link", { email: "admin@pairkeeper.invalid" }],
  ["sign-in/email", { email: "admin@pairkeeper.invalid", password: PASSWORD }],
  ["change-password", { currentPassword: PASSWORD, newPassword: "something else" }],
  ["update-user", { role: "administrator" }],
  ["../sign-up/email", { email: "eve@example.com", password: PASSWORD, name: "Eve" }],
])("%s is not open", async (path, body) => {
  const auth = await start(PASSWORD);
  expect((await post(auth, path, body)).status).toBe(404);
});

test("a link's token is not spent by a look through the library's own door", async () => {
  const auth = await start(null);
  const token = await auth.newLink();
  const look = await auth.handle(new Request(`${ORIGIN}/api/auth/magic-link/verify?token=${token}`));
  expect(look.status).toBe(404);
  expect((await auth.redeemLink(token, NO_HEADERS)).is).toBe("signed-in");
});

test("a foreign page can't sign anyone in or out", async () => {
  const auth = await start(PASSWORD);
  const signedIn = await auth.signIn("admin", PASSWORD, NO_HEADERS);
  const cookie = cookieOf(signedIn).get("cookie") ?? "";
  const foreign = { origin: "https://evil.example.com", cookie };
  expect((await post(auth, "sign-out", {}, foreign)).status).toBe(403);
  expect((await post(auth, "sign-in/username", { username: "admin", password: PASSWORD }, foreign)).status).toBe(403);
  expect((await post(auth, "sign-out", {}, { origin: "null", cookie })).status).toBe(403);
  expect(await auth.actorOf(cookieOf(signedIn))).toMatchObject(ADMIN);
});

test("a forged or broken cookie is nobody", async () => {
  const auth = await start(null);
  for (const cookie of ["", "pairkeeper.session_token=x.y", "pairkeeper.session_token=", "%%%"])
    expect(await auth.actorOf(new Headers({ cookie }))).toBeNull();
});

test("who tries too often must wait, whatever names they try; at another sign-in of this process nobody does", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const [one, other] = [await start(null), await start(null)];
  const tried = async (auth: Auth, n: number) => (await auth.signIn(`no name ${n}`, PASSWORD, NO_HEADERS)).is;
  const tries = [];
  for (let n = 0; n < 21; n += 1) tries.push(await tried(one, n));
  expect(tries).toEqual([...Array(20).fill("refused"), "too-many"]);
  expect(await tried(other, 21)).toBe("refused");
  vi.setSystemTime(Date.now() + 60_000);
  expect(await tried(one, 22)).toBe("refused");
});

describe("the audit", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));

  const rows = async () => {
    const kept = await temp.ledger.database.selectFrom("audit").selectAll().orderBy("n").execute();
    return kept.map(({ actor, role, door, action, after_json }) => [actor, role, door, action, after_json]);
  };

  test("has who came in and by what, who went, and who was turned away", async () => {
    const auth = await start(PASSWORD);
    const token = await auth.newLink();
    await auth.redeemLink(token, NO_HEADERS);
    await auth.redeemLink(token, NO_HEADERS);
    const signedIn = await auth.signIn("Admin", PASSWORD, NO_HEADERS);
    await auth.signOut(cookieOf(signedIn));
    await auth.signIn("admin", "wrong", NO_HEADERS);
    await post(auth, "sign-in/username", { username: "admin", password: PASSWORD });
    await post(auth, "sign-in/username", { username: ["admin"] });
    expect(await rows()).toEqual([
      ["service", "administrator", "start", "set-password", '{"hasPassword":true}'],
      ["service", "administrator", "start", "new-link", null],
      ["admin", "administrator", "page", "sign-in", '{"by":"link"}'],
      ["unknown", "none", "page", "sign-in-refused", '{"by":"link"}'],
      ["admin", "administrator", "page", "sign-in", '{"by":"password"}'],
      ["admin", "administrator", "page", "sign-out", null],
      ["admin", "none", "page", "sign-in-refused", '{"by":"password"}'],
      ["admin", "administrator", "page", "sign-in", '{"by":"password"}'],
      ["unknown", "none", "page", "sign-in-refused", '{"by":"password"}'],
    ]);
    expect(await temp.ledger.audit.verify()).toMatchObject({ rows: 9, fault: null });
  });

  test("has no secret: no password, not one that was typed as a name either, no link, no cookie", async () => {
    const auth = await start(PASSWORD);
    const token = await auth.newLink();
    const { cookies } = await auth.redeemLink(token, NO_HEADERS);
    await auth.signIn("hunter2 typed here", "wrong one", NO_HEADERS);
    const text = JSON.stringify(await temp.ledger.database.selectFrom("audit").selectAll().execute());
    const session = /=([^;]+)/.exec(cookies[0] ?? "")?.[1] ?? expect.unreachable();
    for (const secret of [PASSWORD, "hunter2", "wrong one", token, session, decodeURIComponent(session)])
      expect(text).not.toContain(secret);
  });

  test("lets nobody in whose row cannot be left", async () => {
    const auth = await start(PASSWORD);
    await sql`create trigger no before insert on audit begin select raise(abort, 'no'); end`.execute(
      temp.ledger.database,
    );
    await expect(auth.signIn("admin", PASSWORD, NO_HEADERS)).rejects.toThrow("no");
  });

  test("is not filled by who is turned away: what is past ten a minute is counted", async () => {
    const clock = new FakeClock();
    const notes = openAccessNotes(temp.ledger.audit, clock);
    for (let i = 0; i < 25; i++) await notes.turnedAway("admin", "password");
    expect(await rows()).toHaveLength(10);
    await notes.tokenRefused(null);
    expect((await rows()).at(-1), "who fills one kind hides no other").toEqual([
      ...["unknown", "none", "api", "token-refused"],
      "{}",
    ]);
    clock.travel(60_000);
    await notes.turnedAway("admin", "password");
    expect((await rows()).at(-1)?.at(-1)).toContain('"moreBefore":15');
  });
});
