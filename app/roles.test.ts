import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Who } from "#lib/auth/tokens.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { type ActorRole, covers, DISPLAY, ROLES, SCRAPER } from "#lib/domain/role.ts";
import { setWebService, type WebService } from "#lib/service.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { openAuthOver } from "#lib/testkit/test-auth.ts";
import { WRONG_VALUES } from "#lib/testkit/wrong-values.ts";

// Every server action that there is, with every role and with none; and every page. A new one is asked by itself.

vi.mock("next/headers", () => ({
  headers: async () => new Headers(),
  cookies: async () => ({ get: () => undefined, set: () => {} }),
}));
vi.mock("next/cache", () => ({ revalidatePath: () => {}, refresh: () => {} }));
vi.mock("next/navigation", () => ({
  redirect: (path: string) => {
    throw new Error(`redirect ${path}`);
  },
}));

/** Actions and pages that nobody has to be signed in for: why. */
const OPEN: Readonly<Record<string, string>> = {
  "login/actions.ts enter": "it is the way in",
  "login/actions.ts enterByLink": "it is the way in",
  "login/actions.ts leave": "who is not signed in has left already",
  "wall/actions.ts newCode": "a code opens nothing before somebody enters it",
  "login/page.tsx": "it is the way in",
  "login/link/page.tsx": "it is the way in",
};

/** Actions that everybody who is signed in may do, with the account of their own: why no role is asked. */
const OWN: Readonly<Record<string, string>> = {
  "(console)/account/actions.ts setPassword": "a password is its owner's",
  "(console)/account/two-factor.ts changeTwoFactor": "so are its codes",
  "(console)/confirm.ts confirmIt": "who is signed in shows that it is them",
  "(console)/account/actions.ts leaveEverywhere": "who may come may go",
};

const HERE = import.meta.dirname;
const read = (file: string) => readFileSync(join(HERE, file), "utf8");
const ACTIONS = globSync("**/*.ts", { cwd: HERE })
  .filter((file) => /^"use server";/.test(read(file)))
  .sort()
  .flatMap((file) => [...read(file).matchAll(/^export (.*)$/gm)].map(([, line = ""]) => ({ file, line })))
  .filter(({ line }) => !line.startsWith("type "))
  .map(({ file, line }) => ({ file, name: /^async function (\w+)/.exec(line)?.[1] ?? `"${line}"` }));
const GUARDED = ACTIONS.filter(({ file, name }) => OPEN[`${file} ${name}`] === undefined);

let world: Console;
let who: Who | null = null;
beforeAll(async () => {
  world = await openConsole();
  await world.say();
  const service: Partial<WebService> = {
    context: (actor) => world.context(actor),
    displays: world.context().displays,
    auth: { ...(await openAuthOver(world)), actorOf: async () => who },
  };
  setWebService(service as WebService);
});
afterEach(() => {
  who = null;
});
afterAll(async () => {
  setWebService(null);
  await world.close();
});

const FILLED_IN: Readonly<Record<string, string>> = {
  pool: POOL_1,
  partner: POOL_2,
  backupPool: POOL_2,
  typed: POOL_1,
  module: "DataConf",
  way: "from-partner",
  item: "DataConf:x",
  syncInterval: "00:03:00",
  name: "nightly",
  role: "viewer",
  reach: "all",
  expires: "30",
};

/** What was filled in, whatever an action reads: a form, an object of texts. */
function anything(): unknown {
  const form = new FormData();
  for (const [name, value] of Object.entries(FILLED_IN)) form.set(name, value);
  return new Proxy(form, {
    get: (target, name) => {
      const own = Reflect.get(target, name);
      return typeof own === "function" ? own.bind(target) : (own ?? FILLED_IN[String(name)] ?? "x");
    },
  });
}

type Action = (...given: readonly unknown[]) => Promise<unknown>;

/** An action with what its parameters are called and are: texts by their names, and else what can be read as anything. */
async function press({ file, name }: (typeof ACTIONS)[number]): Promise<unknown> {
  const actions: Record<string, Action> = await import(join(HERE, file));
  const parameters = new RegExp(`function ${name}\\(([^)]*)\\)`).exec(read(file))?.[1] ?? "";
  const given = parameters.split(/,(?![^{]*\})/).map((parameter) => {
    const [, text = ""] = /^\s*(\w+): string/.exec(parameter) ?? [];
    return text === "" ? anything() : (FILLED_IN[text] ?? "x");
  });
  return (actions[name] ?? expect.unreachable())(...given);
}

test("there are many, and each is an async function of its own", () => {
  expect(ACTIONS.length).toBeGreaterThan(20);
  expect(ACTIONS.filter(({ name }) => name.startsWith('"'))).toEqual([]);
  const known = [...ACTIONS.map(({ file, name }) => `${file} ${name}`), ...globSync("**/page.tsx", { cwd: HERE })];
  expect(Object.keys({ ...OPEN, ...OWN }).filter((one) => !known.includes(one))).toEqual([]);
});

describe("a server action", () => {
  test.each(GUARDED)("$name of $file sends who is not signed in to sign in, before all else", async (action) => {
    const why = "an action asks signedIn() first, or says in OPEN why it need not";
    await expect(press(action), why).rejects.toThrow(/^redirect \/login/);
  });

  test.each(GUARDED.filter(({ file, name }) => OWN[`${file} ${name}`] === undefined))(
    "$name of $file changes nothing for who may not",
    async (action) => {
      const needs = [...read(action.file).matchAll(/\b(\w+)\b/g)].flatMap(([, name = ""]): ActorRole[] =>
        Object.hasOwn(NEEDED_ROLE, name) ? [Reflect.get(NEEDED_ROLE, name)] : [],
      );
      expect(needs, `${action.file} calls no command of NEEDED_ROLE: what it does nobody checks`).not.toEqual([]);
      const changing = needs.filter((needed) => needed !== "viewer");
      for (const role of [DISPLAY, SCRAPER, ...ROLES] as const) {
        who = { name: "ada", role, pools: "all" };
        const before = await traces();
        await press(action).catch(passRefusals);
        if (!changing.some((needed) => covers(role, needed))) expect(await traces(), role).toBe(before);
      }
    },
  );
});

describe("whoever calls a server action by hand", () => {
  test.each(ACTIONS)("$name of $file is answered, whatever they send", async ({ file, name }) => {
    const actions: Record<string, Action> = await import(join(HERE, file));
    const action = actions[name] ?? expect.unreachable();
    who = { name: "ada", role: "administrator", pools: "all" };
    for (const value of [...WRONG_VALUES, anything()])
      for (const given of [
        [value],
        [POOL_1, value],
        [null, value],
        [POOL_1, "DataConf", value],
        Array(900).fill(value),
      ])
        await action(...given).catch((thrown: unknown) => {
          if (!String(thrown).startsWith("Error: redirect /")) throw thrown; // a Problem that is thrown is an error 500 too
        });
  });
});

/** Who left what besides refusals. */
async function traces(): Promise<number> {
  const rows = await world.ledger.database.selectFrom("audit").select("action").execute();
  return rows.filter(({ action }) => action !== "refused").length;
}

/** A refusal, and a way to another page, are answers; anything else that is thrown is a bug. */
function passRefusals(thrown: unknown): void {
  if (!isProblem(thrown) && !String(thrown).startsWith("Error: redirect")) throw thrown;
}

/** A page and what lies beside it that it calls. */
function withHelpers(page: string): string {
  const source = read(page);
  const helpers = [...source.matchAll(/from "(\.\.?\/[^"]+\.ts)"/g)].map(([, path = ""]) => join(dirname(page), path));
  return [source, ...helpers.filter((path) => path !== "session.ts").map(read)].join("\n");
}

test.each(globSync("**/page.tsx", { cwd: HERE }).filter((page) => OPEN[page] === undefined))(
  "%s asks who looks",
  (page) => {
    expect(
      withHelpers(page),
      "a page asks signedIn(), pageContext() or wallContext(), or says in OPEN why it need not",
    ).toMatch(/await (signedIn|pageContext|wallContext)\(\)/);
  },
);
