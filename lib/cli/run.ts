import { type Env, readEnv } from "#lib/config/env.ts";
import { isProblem, PROBLEM_CODES, Problem } from "#lib/domain/problem.ts";
import type { Cmdlet } from "./cmdlet.ts";
import { CMDLETS, findCmdlet } from "./cmdlets.ts";
import { connect } from "./connection.ts";
import { help, helpAsJson } from "./get-help.ts";
import { readArguments } from "./read-arguments.ts";

/** Where a call's words go, and how it reaches the world. */
export type Outside = {
  out(text: string): void;
  err(text: string): void;
  /** Throws EnvRefused for an environment that can't be read. */
  env(): Env;
  fetch: typeof fetch;
};

/** Runs one command line and resolves to its exit code (DESIGN 7). Never throws: what went wrong is a sentence and a hint. */
export async function run(words: readonly string[], outside: Outside): Promise<number> {
  try {
    const [name, ...rest] = words;
    outside.out(await answer(name, rest, outside));
    return 0;
  } catch (thrown) {
    const { sentence, hint, exit } = told(thrown);
    outside.err([sentence, hint].filter((line) => line !== "").join("\n"));
    return exit;
  }
}

/** The outside of a real call. */
export const theOutside: Outside = {
  out: (text) => console.log(text),
  err: (text) => console.error(text),
  env: () => readEnv(),
  fetch: globalThis.fetch,
};

async function answer(name: string | undefined, rest: readonly string[], outside: Outside): Promise<string> {
  if (name === undefined) throw new Problem("unknown-command", "No cmdlet was given.", "Get-Help lists them.");
  if (name.toLowerCase() === "get-help") return helpOn(rest);
  const cmdlet = cmdletOf(name);
  const call = readArguments(cmdlet, rest);
  const { json, text } = await cmdlet.run(call.given, connect(outside.env(), outside.fetch));
  return call.asJson ? asJson(json) : text;
}

/** `Get-Help` or `Get-Help <Cmdlet>`. */
function helpOn(words: readonly string[]): string {
  const names = words.filter((word) => word.toLowerCase() !== "-asjson");
  const cmdlets = names.length === 0 ? CMDLETS : names.map(cmdletOf);
  return names.length < words.length ? asJson(helpAsJson(cmdlets)) : help(cmdlets);
}

function cmdletOf(name: string): Cmdlet {
  const found = findCmdlet(name);
  if (found) return found;
  throw new Problem(
    "unknown-command",
    `There is no cmdlet ${JSON.stringify(name.slice(0, 60))}.`,
    "Get-Help lists them.",
  );
}

function asJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function told(thrown: unknown) {
  if (isProblem(thrown)) return { sentence: thrown.sentence, hint: thrown.hint, exit: PROBLEM_CODES[thrown.code].exit };
  if (thrown instanceof Error && "code" in thrown && thrown.code === "env-refused")
    return { sentence: thrown.message, hint: "", exit: 2 };
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return { sentence: `Something went wrong: ${why}`, hint: "Try it again; if it stays, report these words.", exit: 1 };
}
