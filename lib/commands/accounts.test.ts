import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "#lib/auth/context.ts";
import type { Auth } from "#lib/auth/open-auth.ts";
import { openTokens } from "#lib/auth/tokens.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { POOL_1 } from "#lib/testkit/evidence.ts";
import { carrying, openAuthOver, PASSWORD } from "#lib/testkit/test-auth.ts";
import type { AccountWithLink } from "./account-view.ts";
import { getAccounts } from "./get-accounts.ts";
import { getTokens } from "./get-tokens.ts";
import { newAccount } from "./new-account.ts";
import { newToken } from "./new-token.ts";
import { removeAccount } from "./remove-account.ts";
import { setAccount } from "./set-account.ts";

const NOBODY = new Headers();
const OWN = "grace's own words";
let world: Console;
let auth: Auth;
let ctx: Context;

beforeEach(async () => {
  world = await openConsole();
  auth = await openAuthOver(world);
  ctx = { ...world.context(), accounts: auth.accounts };
});
afterEach(() => world.close());

const made = async (role: string, name = "grace") =>
  (await newAccount(ctx, { account: name, role })) as AccountWithLink;
const tokenOf = ({ SignInPath }: AccountWithLink) => /token=(.+)$/.exec(SignInPath ?? "")?.[1] ?? "";
const redeemed = async (account: AccountWithLink) => carrying(await auth.redeemLink(tokenOf(account), NOBODY));
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field }) => [code, field],
  );

test("a new account signs in once by the link that was told, and then by the password that its owner sets", async () => {
  const account = await made("operator", " Grace ");
  expect(account).toMatchObject({ Identity: "grace", Role: "operator", HasPassword: false, Sessions: 0 });
  const first = await auth.redeemLink(tokenOf(account), NOBODY);
  expect(first).toMatchObject({ is: "signed-in", needsPassword: true });
  const headers = carrying(first);
  expect(await auth.actorOf(headers)).toMatchObject({ name: "grace", role: "operator", pools: "all" });
  expect(await auth.redeemLink(tokenOf(account), NOBODY)).toMatchObject({ is: "refused" });
  expect(await auth.own.setPassword(headers, "", "short")).toBe("bad-length");
  expect(await auth.own.setPassword(headers, "", OWN)).toBe("set");
  expect(await auth.signIn("GRACE", OWN, NOBODY)).toMatchObject({ is: "signed-in" });
  expect((await getAccounts(ctx)).Accounts).toMatchObject([
    { Identity: "admin", Role: "administrator", HasPassword: false },
    { Identity: "grace", Role: "operator", HasPassword: true, Sessions: 2 },
  ]);
});

test("whatever name may be made signs in by its password too; one with a space is none", async () => {
  for (const name of ["a1", "ada.l-k_2", `n${"-x".repeat(15)}y`]) {
    await auth.own.setPassword(await redeemed(await made("viewer", name)), "", OWN);
    expect([name, (await auth.signIn(name.toUpperCase(), OWN, NOBODY)).is]).toEqual([name, "signed-in"]);
  }
  expect(await auth.signIn(" a1", OWN, NOBODY)).toMatchObject({ is: "refused" });
});

test("a name is taken in any case, and what is no name is refused at its field", async () => {
  await made("viewer");
  expect(await refusal(newAccount(ctx, { account: "GRACE", role: "viewer" }))).toEqual(["account-exists", "Identity"]);
  expect(await refusal(newAccount(ctx, { account: "a b", role: "viewer" }))).toEqual(["bad-input", "Identity"]);
  expect(await refusal(newAccount(ctx, { account: "ada", role: "king" }))).toEqual(["bad-input", "Role"]);
  const nowhere = { account: "ada", role: "viewer", pools: "pool9.x" };
  expect(await refusal(newAccount(ctx, nowhere))).toEqual(["unknown-pool", "Pools"]);
});

test.each(["service", "Unknown", "monitoring"])(
  "no account is called %s: the audit calls something else so",
  async (name) => {
    for (const whatIf of [true, false])
      expect(await refusal(newAccount(ctx, { account: name, role: "viewer", whatIf }))).toEqual([
        "bad-input",
        "Identity",
      ]);
    expect((await getAccounts(ctx)).Accounts).toHaveLength(1);
  },
);

describe("whoever is signed in is out at once", () => {
  test.each([
    ["another role", { role: "viewer" }, { Role: "viewer" }],
    ["another reach", { pools: POOL_1.toUpperCase() }, { Pools: POOL_1 }],
    ["disabled", { disabled: true }, { Disabled: true }],
    ["a new link", { newLink: true }, { HasPassword: false }],
  ])("by %s", async (_, change, seen) => {
    const headers = await redeemed(await made("restorer"));
    await auth.own.setPassword(headers, "", OWN);
    expect(await setAccount(ctx, { account: "grace", ...change })).toMatchObject({ ...seen, Sessions: 0 });
    expect(await auth.actorOf(headers)).toBeNull();
  });

  test("by being removed; the name is free again", async () => {
    const headers = await redeemed(await made("restorer"));
    expect(await removeAccount(ctx, { account: "grace" })).toMatchObject({ Identity: "grace" });
    expect(await auth.actorOf(headers)).toBeNull();
    expect(await refusal(removeAccount(ctx, { account: "grace" }))).toEqual(["unknown-account", "Identity"]);
    await made("viewer");
  });
});

test("nobody comes in to an account that is disabled, by password or link, until it is enabled", async () => {
  const account = await made("viewer");
  await auth.own.setPassword(await redeemed(account), "", OWN);
  const again = (await setAccount(ctx, { account: "grace", newLink: true })) as AccountWithLink;
  await setAccount(ctx, { account: "grace", disabled: "true" });
  expect(await auth.signIn("grace", OWN, NOBODY)).toEqual({ is: "refused", cookies: [] });
  expect(await refusal(setAccount(ctx, { account: "grace", newLink: true }))).toEqual(["account-kept", "NewLink"]);
  await setAccount(ctx, { account: "grace", disabled: false });
  expect(await auth.redeemLink(tokenOf(again), NOBODY), "a link of before").toEqual({ is: "refused", cookies: [] });
  const link = (await setAccount(ctx, { account: "grace", newLink: true })) as AccountWithLink;
  expect(await auth.redeemLink(tokenOf(link), NOBODY)).toMatchObject({ is: "signed-in" });
});

test("a link that was not used yet outlives another role, and ends when its owner signs out everywhere", async () => {
  const account = await made("viewer");
  await setAccount(ctx, { account: "grace", role: "operator" });
  const headers = await redeemed(account);
  expect(await auth.actorOf(headers)).toMatchObject({ role: "operator" });
  const next = await auth.accounts.renew("grace", ctx.actor);
  const link = typeof next === "string" ? expect.unreachable() : next.signInPath.split("=")[1];
  const admin = carrying(await auth.redeemLink(await auth.newLink(), NOBODY));
  const unused = await auth.newLink();
  await auth.own.signOutEverywhere(admin);
  expect(await auth.redeemLink(unused, NOBODY)).toMatchObject({ is: "refused" });
  expect(await auth.redeemLink(link ?? "", NOBODY)).toMatchObject({ is: "signed-in" });
});

test("a new link leaves the links of others alone, and ends the one before it", async () => {
  const [grace, ada] = [await made("viewer"), await made("viewer", "ada")];
  const admin = await auth.newLink();
  const next = (await setAccount(ctx, { account: "grace", newLink: true })) as AccountWithLink;
  const answers = [tokenOf(grace), tokenOf(ada), admin, tokenOf(next)].map((token) => auth.redeemLink(token, NOBODY));
  expect((await Promise.all(answers)).map(({ is }) => is)).toEqual(["refused", "signed-in", "signed-in", "signed-in"]);
});

test("admin stays, and so does the last administrator", async () => {
  for (const change of [{ role: "viewer" }, { pools: POOL_1 }, { disabled: true }, { newLink: true }])
    expect(await refusal(setAccount(ctx, { account: "admin", ...change }))).toEqual(["account-kept", "Identity"]);
  expect(await refusal(removeAccount(ctx, { account: "admin" }))).toEqual(["account-kept", "Identity"]);
  await made("administrator");
  await world.ledger.database
    .withTables<{ user: { username: string; role: string } }>()
    .updateTable("user")
    .set({ role: "viewer" })
    .where("username", "=", "admin")
    .execute();
  for (const change of [{ role: "viewer" }, { pools: POOL_1 }, { disabled: true }])
    expect(await refusal(setAccount(ctx, { account: "grace", ...change }))).toEqual(["account-kept", "Identity"]);
  expect(await refusal(removeAccount(ctx, { account: "grace" }))).toEqual(["account-kept", "Identity"]);
});

test("who comes with the provider stays out as a disabled account: removed, the next sign-in there would make it anew", async () => {
  await made("viewer");
  const rows = world.ledger.database.withTables<{
    user: { username: string | null; name: string; disabled: number };
  }>();
  await rows
    .updateTable("user")
    .set({ username: null, name: "grace (oidc)" })
    .where("username", "=", "grace")
    .execute();
  const account = "grace (oidc)";
  expect(await removeAccount(ctx, { account, whatIf: true })).toEqual({
    WhatIf: expect.stringContaining("The provider may let grace (oidc) in again"),
  });
  await setAccount(ctx, { account, disabled: true });
  for (const whatIf of [true, false])
    expect(await refusal(removeAccount(ctx, { account, whatIf }))).toEqual(["account-kept", "Identity"]);
  await setAccount(ctx, { account, disabled: false });
  expect(await removeAccount(ctx, { account })).toMatchObject({ Identity: account });
});

test("a role and a reach that are none stay so, and let nobody in, whatever else of the account is changed", async () => {
  const headers = await redeemed(await made("operator"));
  await auth.own.setPassword(headers, "", OWN);
  const rows = world.ledger.database.withTables<{ user: { username: string; role: string; pools: string } }>();
  const spoilt = { role: "spoilt", pools: "spoilt" };
  await rows.updateTable("user").set(spoilt).where("username", "=", "grace").execute();
  await setAccount(ctx, { account: "grace", disabled: true });
  await setAccount(ctx, { account: "grace", disabled: false });
  const kept = rows.selectFrom("user").select(["role", "pools"]).where("username", "=", "grace");
  expect(await kept.execute()).toEqual([spoilt]);
  expect(await auth.actorOf(carrying(await auth.signIn("grace", OWN, NOBODY)))).toBeNull();
  await setAccount(ctx, { account: "grace", role: "viewer" });
  expect(await kept.execute()).toEqual([{ ...spoilt, role: "viewer" }]);
});

test("what would be done is told and not done", async () => {
  expect(await newAccount(ctx, { account: "grace", role: "viewer", whatIf: true })).toHaveProperty("WhatIf");
  expect((await getAccounts(ctx)).Accounts).toHaveLength(1);
  await made("viewer");
  expect(await setAccount(ctx, { account: "grace", role: "operator", whatIf: true })).toEqual({
    WhatIf: "Would give grace the role operator, and sign grace out everywhere.",
  });
  expect(await removeAccount(ctx, { account: "grace", whatIf: true })).toHaveProperty("WhatIf");
  expect((await getAccounts(ctx)).Accounts).toMatchObject([{}, { Role: "viewer" }]);
  expect(await refusal(setAccount(ctx, { account: "grace" }))).toEqual(["bad-input", null]);
});

test("the audit has who changed what, before and after, and no link", async () => {
  const account = await made("viewer");
  await setAccount(ctx, { account: "grace", role: "operator" });
  await removeAccount(ctx, { account: "grace" });
  const rows = await world.ledger.database.selectFrom("audit").selectAll().orderBy("n").execute();
  expect(
    rows
      .slice(-4)
      .map(({ actor, action, subject, before_json, after_json }) => [actor, action, subject, before_json, after_json]),
  ).toEqual([
    ["ada", "new-account", "grace", null, '{"role":"viewer","pools":"all","isDisabled":false}'],
    ["ada", "new-link", "grace", null, null],
    [
      "ada",
      "set-account",
      "grace",
      '{"role":"viewer","pools":"all","isDisabled":false,"hasPassword":false,"hasTwoFactor":false}',
      '{"role":"operator","pools":"all","isDisabled":false,"hasPassword":false,"hasTwoFactor":false}',
    ],
    [
      "ada",
      "remove-account",
      "grace",
      '{"role":"operator","pools":"all","isDisabled":false,"hasPassword":false,"hasTwoFactor":false}',
      null,
    ],
  ]);
  expect(JSON.stringify(rows)).not.toContain(tokenOf(account));
});

describe("one's own account", () => {
  test("a password is changed by who knows it, and every other browser is out", async () => {
    const [here, there] = [await redeemed(await made("viewer")), NOBODY];
    await auth.own.setPassword(here, "", OWN);
    const other = carrying(await auth.signIn("grace", OWN, there));
    expect(await auth.own.setPassword(here, "not it", "another word")).toBe("wrong");
    expect(await auth.own.setPassword(here, OWN, "another word")).toBe("set");
    expect([await auth.actorOf(here), await auth.actorOf(other)]).toEqual([expect.anything(), null]);
    expect(await auth.own.setPassword(other, "another word", OWN)).toBe("signed-out");
  });

  test("the sessions are listed, and all of them end", async () => {
    const by = async (browser: string) =>
      carrying(await auth.redeemLink(await auth.newLink(), new Headers({ "user-agent": browser })));
    const [here, there] = [await by("Browser 1"), await by("Browser 2")];
    const { sessions, ...rest } = (await auth.own.look(here)) ?? expect.unreachable();
    expect(rest).toEqual({ name: "admin", password: "none", recoveryCodes: null, isProviders: false });
    expect(sessions.map(({ browser, isThis }) => [browser, isThis]).sort()).toEqual([
      ["Browser 1", true],
      ["Browser 2", false],
    ]);
    expect((await auth.own.signOutEverywhere(here)).join()).toMatch(/session_token=;.*Max-Age=0/);
    expect([await auth.actorOf(here), await auth.actorOf(there), await auth.own.look(here)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test("a password of admin that the environment gives is changed there; one of its own stays without one given", async () => {
    const withOne = await openAuthOver(world, { adminPassword: PASSWORD });
    const given = carrying(await withOne.redeemLink(await withOne.newLink(), NOBODY));
    expect(await withOne.own.look(given)).toMatchObject({ password: "given" });
    expect(await withOne.own.setPassword(given, PASSWORD, OWN)).toBe("given");
    const without = await openAuthOver(world);
    const own = carrying(await without.redeemLink(await without.newLink(), NOBODY));
    expect(await without.own.setPassword(own, "", OWN)).toBe("set");
    const next = await openAuthOver(world);
    expect(await next.signIn("admin", OWN, NOBODY)).toMatchObject({ is: "signed-in" });
    await openAuthOver(world, { adminPassword: PASSWORD });
    const after = await openAuthOver(world);
    expect(await after.signIn("admin", PASSWORD, NOBODY)).toMatchObject({ is: "refused" });
  });
});

describe("what somebody's tokens open ends with what they may", () => {
  const bearing = (token: string) => new Headers({ authorization: `Bearer ${token}` });
  const token = async (name: string, by: string, role = "administrator") => {
    const answer = await newToken(world.context({ name: by }), { name, role, pools: "all", expires: "never" });
    return "WhatIf" in answer ? expect.unreachable() : bearing(answer.Token);
  };

  test.each([
    ["disabled", { disabled: true }],
    ["of another role", { role: "viewer" }],
    ["of another reach", { pools: POOL_1 }],
  ])("while they are %s, also those that a token of theirs made; not a moment longer", async (_, change) => {
    await made("administrator");
    const tokens = await openTokens(world.folder, world.ledger.tokens, world.clock, world.notes);
    const theirs = [await token("nightly", "grace"), await token("weekly", "token nightly")];
    const admins = await token("load", "admin");
    expect(await setAccount(ctx, { account: "grace", ...change, whatIf: true })).toMatchObject({
      WhatIf: expect.stringContaining("Tokens of grace that would open nothing then: nightly, weekly."),
    });
    for (const headers of theirs) expect(await tokens.actorOf(headers)).not.toBeNull();
    await setAccount(ctx, { account: "grace", ...change });
    for (const headers of theirs) expect(await refusal(tokens.actorOf(headers))).toEqual(["not-signed-in", null]);
    expect(await tokens.actorOf(admins)).toMatchObject({ name: "token load" });
    const listed = (await getTokens(world.context())).Tokens.filter(({ IsShut }) => IsShut).map(({ Name }) => Name);
    expect(listed.sort()).toEqual(["nightly", "weekly"]);
    await setAccount(ctx, { account: "grace", role: "administrator", pools: "all", disabled: false });
    for (const headers of theirs) expect(await tokens.actorOf(headers)).not.toBeNull();
  });

  test("what is no more than they still may stays, and goes with the account, also where another has the name next", async () => {
    await made("administrator");
    const tokens = await openTokens(world.folder, world.ledger.tokens, world.clock, world.notes);
    const small = await token("metrics", "grace", "viewer");
    await setAccount(ctx, { account: "grace", role: "operator" });
    expect(await tokens.actorOf(small)).toMatchObject({ role: "viewer" });
    expect(await removeAccount(ctx, { account: "grace", whatIf: true })).toMatchObject({
      WhatIf: expect.stringContaining("then: metrics."),
    });
    await removeAccount(ctx, { account: "grace" });
    await made("administrator");
    expect(await refusal(tokens.actorOf(small))).toEqual(["not-signed-in", null]);
    const rows = await world.ledger.database.selectFrom("audit").selectAll().orderBy("n").execute();
    expect(rows.at(-1)).toMatchObject({ action: "token-refused", subject: "metrics", after_json: '{"shut":true}' });
  });
});
