import { afterEach, beforeEach, expect, test } from "vitest";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { getTokens } from "./get-tokens.ts";
import { newToken } from "./new-token.ts";
import { removeToken } from "./remove-token.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const wish = { name: " nightly ", role: "Operator", pools: POOL_1.toUpperCase(), expires: 90 };
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field }) => [code, field],
  );

test("a token is made, told once, listed without itself, and removed", async () => {
  const ctx = world.context();
  const made = await newToken(ctx, wish);
  if ("WhatIf" in made) expect.unreachable();
  const { Token, ...view } = made;
  expect(view).toMatchObject({ Name: "nightly", Role: "operator", Pools: POOL_1, MadeBy: "ada", IsExpired: false });
  expect(Date.parse(view.ExpiresAt ?? "") - world.now).toBe(90 * 86_400_000);
  expect(Buffer.from(Token, "base64url")).toHaveLength(32);
  expect(await getTokens(ctx)).toEqual({ Tokens: [view], Next: null });
  world.clock.travel(90 * 86_400_000);
  expect(await getTokens(ctx)).toMatchObject({ Tokens: [{ IsExpired: true }] });
  expect(await removeToken(ctx, { id: view.Id })).toEqual({ Id: view.Id, Name: "nightly" });
  expect(await getTokens(ctx)).toMatchObject({ Tokens: [] });
  expect(await refusal(removeToken(ctx, { id: view.Id }))).toEqual(["unknown-item", "Id"]);
});

test.each([
  ["all", "all"],
  [`${POOL_2}, ${POOL_1},${POOL_2}`, `${POOL_1}, ${POOL_2}`],
  [[POOL_2], POOL_2],
])("pools %j", async (pools, kept) => {
  expect(await newToken(world.context(), { ...wish, pools })).toMatchObject({ Pools: kept });
});

test("one without an end has none, by word", async () => {
  expect(await newToken(world.context(), { ...wish, expires: "Never" })).toMatchObject({ ExpiresAt: null });
});

test.each([
  ["without a word on its end", { expires: undefined }, ["bad-input", "Expires"]],
  ["for a time that is none to choose", { expires: "31" }, ["bad-input", "Expires"]],
  ["of no role", { role: "display" }, ["bad-input", "Role"]],
  ["for no pool", { pools: "" }, ["bad-input", "Pools"]],
  ["for a list of none", { pools: [] }, ["bad-input", "Pools"]],
  ["for a pool that is not there", { pools: `${POOL_1}, pool9.pairkeeper.test` }, ["unknown-pool", "Pools"]],
  ["without a name", { name: " " }, ["bad-input", "Name"]],
  ["called as the command line's own", { name: "Admin (CLI)" }, ["bad-input", "Name"]],
  ["called as monitoring's own", { name: " monitoring " }, ["bad-input", "Name"]],
  ["called as the service itself", { name: "service" }, ["bad-input", "Name"]],
])("a token %s is refused, and none is made", async (_, wrong, why) => {
  expect(await refusal(newToken(world.context(), { ...wish, ...wrong }))).toEqual(why);
  expect(await getTokens(world.context())).toMatchObject({ Tokens: [] });
});

test("there is one token of a name", async () => {
  await newToken(world.context(), wish);
  expect(await refusal(newToken(world.context(), { ...wish, role: "viewer" }))).toEqual(["bad-input", "Name"]);
});

test("what if: nothing is made, nothing removed, no trace is left", async () => {
  const ctx = world.context();
  expect(await newToken(ctx, { ...wish, whatIf: true })).toEqual({
    WhatIf: `Would make the token nightly: operator of ${POOL_1}, for 90 days.`,
  });
  expect(await getTokens(ctx)).toMatchObject({ Tokens: [] });
  const made = await newToken(ctx, wish);
  const { Id } = "WhatIf" in made ? expect.unreachable() : made;
  expect(await removeToken(ctx, { id: Id, whatIf: true })).toMatchObject({
    WhatIf: expect.stringContaining("nightly"),
  });
  expect((await getTokens(ctx)).Tokens).toHaveLength(1);
});

test("tokens are of the whole deployment: an administrator of one pool neither makes nor sees them", async () => {
  const ctx = world.context({ role: "administrator", pools: [POOL_1] });
  for (const work of [newToken(ctx, wish), getTokens(ctx), removeToken(ctx, { id: "1" })])
    expect(await refusal(work)).toEqual(["not-allowed", null]);
});
