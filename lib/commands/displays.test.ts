import { afterEach, beforeEach, expect, test } from "vitest";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { acceptDisplay } from "./accept-display.ts";
import { getDisplays } from "./get-displays.ts";
import { revokeDisplay } from "./revoke-display.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const code = async () => (await world.context().displays.ask("192.0.2.1"))?.code ?? "";
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code: why, field }) => [why, field],
  );

test("a screen is let in under a name, listed and shut out", async () => {
  const ctx = world.context();
  const asked = { code: await code(), name: " Lobby " };
  expect(await acceptDisplay(ctx, { ...asked, whatIf: true })).toEqual({
    WhatIf: expect.stringMatching(/^Would let the screen in that shows \w{4}-\w{4}, as Lobby\.$/),
  });
  const shown = await acceptDisplay(ctx, asked);
  if ("WhatIf" in shown) return expect.unreachable("it was to be done");
  expect(shown).toMatchObject({ Name: "Lobby", AcceptedBy: "ada", LastSeenAt: null });
  expect((await getDisplays(world.context("viewer"))).Displays).toEqual([shown]);
  expect(await revokeDisplay(ctx, { id: shown.Id, whatIf: true })).toMatchObject({ WhatIf: expect.anything() });
  expect((await getDisplays(ctx)).Displays).toHaveLength(1);
  expect(await revokeDisplay(ctx, { id: shown.Id })).toEqual({ Id: shown.Id, Name: "Lobby" });
  expect((await getDisplays(ctx)).Displays).toEqual([]);
  expect(await refusal(revokeDisplay(ctx, { id: shown.Id }))).toEqual(["unknown-item", "Id"]);
});

test.each([
  ["no code", { name: "Lobby" }, ["bad-input", "Code"]],
  ["half a code", { code: "WDJB", name: "Lobby" }, ["bad-input", "Code"]],
  ["a code that no screen shows", { code: "WDJB-MJHT", name: "Lobby" }, ["unknown-item", "Code"]],
  ["no name", { code: "WDJB-MJHT", name: " " }, ["bad-input", "Name"]],
  ["a name without end", { code: "WDJB-MJHT", name: "a".repeat(61) }, ["bad-input", "Name"]],
])("%s is refused at its field", async (_, input, why) => {
  expect(await refusal(acceptDisplay(world.context(), input))).toEqual(why);
});

test("a name that is refused does not use the code up", async () => {
  const shown = await code();
  await refusal(acceptDisplay(world.context(), { code: shown, name: "" }));
  expect(await acceptDisplay(world.context(), { code: shown, name: "Lobby" })).toMatchObject({ Name: "Lobby" });
});

test("too many codes are refused in words", async () => {
  const guess = () => refusal(acceptDisplay(world.context(), { code: "WDJB-MJHT", name: "Lobby" }));
  for (let n = 0; n < 10; n += 1) await guess();
  expect(await guess()).toEqual(["too-many-tries", "Code"]);
});

test("screens are let in and shut out by administrators alone, and looked at by viewers", async () => {
  const input = { code: await code(), name: "Lobby" };
  expect(await refusal(acceptDisplay(world.context("restorer"), input))).toEqual(["not-allowed", null]);
  expect(await refusal(revokeDisplay(world.context("restorer"), { id: "x" }))).toEqual(["not-allowed", null]);
  expect(await refusal(getDisplays(world.context("display")))).toEqual(["not-allowed", null]);
});
