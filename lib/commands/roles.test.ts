import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Context, FRESH_MS } from "#lib/auth/context.ts";
import { type Actor, type ActorRole, covers, DISPLAY, ROLES, SCRAPER } from "#lib/domain/role.ts";
import { COMMANDS, callCommand, type FoundCommand } from "#lib/testkit/all-commands.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { askUntilRead, type Outcome, refusalIn } from "#lib/testkit/sample-parameters.ts";
import { restoreStore } from "./restore-store.ts";
import { CONFIRM_FIRST, NEEDED_ROLE } from "./roles.ts";
import { setConfiguration } from "./set-configuration.ts";

// Every command that there is, with every role. A new one needs its line in NEEDED_ROLE, and is asked here by itself.

const EVERYBODY: readonly ActorRole[] = [DISPLAY, SCRAPER, ...ROLES];

let world: Console;
beforeAll(async () => {
  world = await openConsole();
  await world.say();
});
afterAll(() => world.close());

const asked = (command: FoundCommand, who: ActorRole | Partial<Actor>): Promise<Outcome> =>
  askUntilRead(async (given) => {
    try {
      await callCommand(command, world.context(who), given);
      return null;
    } catch (thrown) {
      return refusalIn(thrown);
    }
  });

test("there are many, each once", () => {
  expect(COMMANDS.length).toBeGreaterThan(35);
  expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
});

test("every command stands in the table of roles", () => {
  const missing = COMMANDS.filter(({ name }) => !Object.hasOwn(NEEDED_ROLE, name)).map(
    ({ name, file }) =>
      `lib/commands/${file} has the command ${name}, which is not in NEEDED_ROLE: say in lib/commands/roles.ts who may, for example\n  ${name}: "viewer",`,
  );
  expect(missing.join("\n")).toBe("");
});

test("every line of the table is a command that there is", () => {
  const names = COMMANDS.map(({ name }) => name);
  expect(Object.keys(NEEDED_ROLE).filter((name) => !names.includes(name))).toEqual([]);
});

describe("who may less is refused, and who may is not", () => {
  const rows = COMMANDS.flatMap((command) => {
    const needed: ActorRole | undefined = Reflect.get(NEEDED_ROLE, command.name);
    return needed === undefined ? [] : [{ ...command, needed }];
  });
  test.each(rows)("$name, which needs $needed", async ({ needed, ...command }) => {
    const changes = () => world.ledger.audit.oldest(ALL_CHANGES, 0, 1_000);
    for (const role of EVERYBODY.filter((one) => !covers(one, needed))) {
      const before = await changes();
      const outcome = await asked(command, role);
      const help = `${command.name} as ${role}: if what it was asked could not be read, give a sample in lib/testkit/sample-parameters.ts`;
      expect(outcome, help).toEqual({ is: "refused", code: "not-allowed" });
      const left = (await changes()).slice(before.length).filter(({ action }) => action !== "refused");
      expect(left, `${command.name} as ${role} left a trace`).toEqual([]);
    }
    for (const role of EVERYBODY.filter((one) => covers(one, needed)))
      expect(await asked(command, role), `${command.name} as ${role}`).not.toMatchObject({ code: "not-allowed" });
  });
});

describe("what cannot be taken back is confirmed first", () => {
  const late = () => ({ role: "administrator", confirmedAt: world.clock.now() - FRESH_MS - 1 }) as const;

  test.each(COMMANDS)("$name, by a session of long ago", async (command) => {
    const outcome = await asked(command, late());
    if (CONFIRM_FIRST.has(command.name)) expect(outcome).toEqual({ is: "refused", code: "confirm-first" });
    else expect(outcome).not.toMatchObject({ code: "confirm-first" });
  });

  test.each(COMMANDS.filter(({ name }) => CONFIRM_FIRST.has(name)))("$name, just after it", async (command) => {
    const fresh = { role: "administrator", confirmedAt: world.clock.now() - FRESH_MS } as const;
    expect(await asked(command, fresh)).not.toMatchObject({ code: "confirm-first" });
  });

  test("a page without a session's time is refused, and to look what would be done is not", async () => {
    const pool = "pool1.pairkeeper.test";
    const page = world.context({ role: "administrator", door: "page" });
    await expect(restoreStore(page, { pool, adopt: true })).rejects.toMatchObject({ code: "confirm-first" });
    expect(await restoreStore(world.context(late()), { pool, adopt: true, whatIf: true })).toHaveProperty("WhatIf");
  });
});

test("whom the provider lets in is changed by who showed that it is them; every other setting by whoever may", async () => {
  const late = world.context({ role: "administrator", confirmedAt: world.clock.now() - FRESH_MS - 1 });
  const groups = { authorizedUniversalGroups: "Everybody" };
  await expect(setConfiguration(late, groups)).rejects.toMatchObject({ code: "confirm-first" });
  expect(await setConfiguration(late, { ...groups, whatIf: true })).toHaveProperty("WhatIf");
  const { AuthorizedUniversalGroups } = await setConfigured(late, { syncInterval: "00:00:45" });
  const asItIs = { authorizedUniversalGroups: AuthorizedUniversalGroups, syncInterval: "00:01:00" };
  expect(await setConfigured(late, asItIs)).toMatchObject({ AuthorizedUniversalGroups });
});

async function setConfigured(ctx: Context, given: object) {
  const answer = await setConfiguration(ctx, given);
  return "WhatIf" in answer ? expect.unreachable() : answer;
}

const ALL_CHANGES = {
  from: -1,
  to: Number.MAX_SAFE_INTEGER,
  pool: null,
  actor: null,
  action: null,
  door: null,
  text: null,
};
