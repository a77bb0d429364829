import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ActorRole, covers, DISPLAY, ROLES, SCRAPER } from "#lib/domain/role.ts";
import { COMMANDS, callCommand, type FoundCommand } from "#lib/testkit/all-commands.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { askUntilRead, type Outcome, refusalIn } from "#lib/testkit/sample-parameters.ts";
import { NEEDED_ROLE } from "./roles.ts";

// Every command that there is, with every role. A new one needs its line in NEEDED_ROLE, and is asked here by itself.

const EVERYBODY: readonly ActorRole[] = [DISPLAY, SCRAPER, ...ROLES];

let world: Console;
beforeAll(async () => {
  world = await openConsole();
  await world.say();
});
afterAll(() => world.close());

const asked = (command: FoundCommand, role: ActorRole): Promise<Outcome> =>
  askUntilRead(async (given) => {
    try {
      await callCommand(command, world.context(role), given);
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

const ALL_CHANGES = {
  from: -1,
  to: Number.MAX_SAFE_INTEGER,
  pool: null,
  actor: null,
  action: null,
  door: null,
  text: null,
};
