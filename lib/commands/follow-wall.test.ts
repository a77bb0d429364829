import { afterEach, beforeEach, expect, test } from "vitest";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { followChanges } from "./follow-changes.ts";
import { followWall } from "./follow-wall.ts";
import { getChanges } from "./get-changes.ts";
import { getWall } from "./get-wall.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
  await world.say();
});
afterEach(() => world.close());

// Each feed has states and numbers of its own: a word of the other one would send who hears it to ask too early, or not at all.
test.each([
  ["the wall", getWall, followWall],
  ["the console", getChanges, followChanges],
] as const)("who follows %s is told the numbers that its own answers have", async (_screen, get, follow) => {
  const ctx = world.context();
  const { Seq } = await get(ctx);
  const told = Promise.withResolvers<string | null>();
  follow(ctx, told.resolve)();
  expect(await told.promise).toBe(Seq);
});
