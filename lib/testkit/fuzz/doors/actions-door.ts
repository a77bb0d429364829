import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Who } from "#lib/auth/tokens.ts";
import { setWebService, webService } from "#lib/service.ts";
import { WRONG_VALUES } from "#lib/testkit/wrong-values.ts";
import { anyName, anyValue, anyWord } from "./any-words.ts";
import { type DoorWorld, openDoorWorld, tabooFor } from "./door-world.ts";
import { inTime, judgeTold } from "./judge.ts";

const APP = join(process.cwd(), "app");

export type ActionCase = {
  readonly action: number;
  readonly asker: number;
  /** For parameters that are texts. */
  readonly texts: readonly string[];
  /** What is filled in, for forms and for objects of texts. */
  readonly filled: readonly (readonly [string, string])[];
  /** A form may hold a file where a text is meant. */
  readonly isFile: boolean;
  /** What is sent in a parameter's place, by whoever calls an action by hand. */
  readonly wrong: readonly { readonly at: number; readonly value: unknown }[];
};

const anyField = fc.oneof(
  { weight: 3, arbitrary: anyName },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "pool",
      "partner",
      "typed",
      "module",
      "way",
      "item",
      "username",
      "password",
      "token",
      "to",
      "code",
      "name",
      "reason",
    ),
  },
);

export const actionCases: fc.Arbitrary<ActionCase> = fc.record({
  action: fc.nat({ max: 999 }),
  asker: fc.nat({ max: 99 }),
  texts: fc.array(anyWord, { minLength: 5, maxLength: 5 }),
  filled: fc.array(fc.tuple(anyField, anyWord), { maxLength: 6 }),
  isFile: fc.boolean(),
  wrong: fc.array(
    fc.record({
      at: fc.nat({ max: 4 }),
      value: fc.oneof(fc.constantFrom(...WRONG_VALUES), anyValue),
    }),
    { maxLength: 2 },
  ),
});

type Action = {
  readonly name: string;
  readonly parameters: readonly string[];
  call(...given: readonly unknown[]): Promise<unknown>;
};

/** Server actions: whatever a form may hold. `next/*` has to be stood in for. */
export class ActionsDoor {
  readonly #world: DoorWorld;
  readonly #actions: readonly Action[];
  #who: Who | null = null;

  private constructor(world: DoorWorld, actions: readonly Action[]) {
    this.#world = world;
    this.#actions = actions;
    const service = webService();
    setWebService({ ...service, auth: { ...service.auth, actorOf: async () => this.#who } });
  }

  static async open(): Promise<ActionsDoor> {
    const files = globSync("**/*.ts", { cwd: APP }).filter((file) =>
      readFileSync(join(APP, file), "utf8").startsWith('"use server";'),
    );
    return new ActionsDoor(await openDoorWorld(), (await Promise.all(files.sort().map(actionsOf))).flat());
  }

  async try(one: ActionCase): Promise<string> {
    const pressed = this.#actions[one.action % this.#actions.length];
    if (pressed === undefined) throw new Error("there is no action");
    const asker = this.#world.askers[one.asker % this.#world.askers.length];
    if (asker === undefined) throw new Error("nobody asks");
    this.#who = asker.who;
    try {
      const sent = pressed.parameters.map((parameter, n) => given(parameter, n, one));
      for (const { at, value } of one.wrong) sent[at] = value;
      judgeTold(await inTime(pressed.call(...sent)), tabooFor(asker, one));
      return "answered";
    } catch (thrown) {
      // A refusal that is thrown is no answer: Next makes an error 500 of it.
      if (thrown instanceof Error && thrown.message.startsWith("redirect /")) return "sent elsewhere";
      throw new Error(
        `${pressed.name}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message).slice(0, 600) : String(thrown)}`,
      );
    }
  }

  close(): Promise<void> {
    return this.#world.close();
  }
}

async function actionsOf(file: string): Promise<readonly Action[]> {
  const source = readFileSync(join(APP, file), "utf8");
  const all: Record<string, Action["call"]> = await import(join(APP, file));
  return [...source.matchAll(/^export async function (\w+)\(([^)]*)\)/gm)].flatMap(
    ([, name = "", parameters = ""]): Action[] => {
      const call = all[name];
      return call === undefined
        ? []
        : [{ name: `${file} ${name}`, parameters: parameters.split(/,(?![^{]*\})/), call }];
    },
  );
}

/** What fits a parameter, by what is written of it: a text, a form, else an object of texts. */
function given(parameter: string, n: number, { texts, filled, isFile }: ActionCase): unknown {
  if (parameter.includes(": string")) return texts[n % texts.length];
  return parameter.includes("FormData") ? formOf(filled, isFile) : textsIn(texts, filled);
}

function formOf(filled: readonly (readonly [string, string])[], isFile: boolean): FormData {
  const form = new FormData();
  if (isFile) form.append(filled[0]?.[0] ?? "pool", new File(["x"], "x"));
  for (const [name, value] of filled) form.append(name, value);
  return form;
}

/** Has a text under whatever name is read of it; names those that were filled in. */
function textsIn(texts: readonly string[], filled: readonly (readonly [string, string])[]): object {
  return new Proxy(Object.fromEntries(filled), {
    get: (target, name) => {
      if (typeof name === "symbol") return undefined;
      return Object.hasOwn(target, name) ? Reflect.get(target, name) : texts[name.length % texts.length];
    },
  });
}
