import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { type Env, readEnv } from "#lib/config/env.ts";
import { isProblem, PROBLEM_CODES, Problem } from "#lib/domain/problem.ts";
import { type Entry, entriesOf, TABLE } from "#lib/domain/table.ts";
import type { Api } from "./api.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";
import type { Answer, Cmdlet, Hands } from "./cmdlet.ts";
import { CMDLETS, findCmdlet } from "./cmdlets.ts";
import { connect } from "./connection.ts";
import { help, helpAsJson } from "./get-help.ts";
import { statesAsJson, statesText } from "./help-on-states.ts";
import { type Call, readArguments } from "./read-arguments.ts";

/** Where a call's words go, and how it reaches the world. */
export type Outside = Hands & {
  out(text: string): void;
  err(text: string): void;
  /** Throws EnvRefused for an environment that can't be read. */
  env(): Env;
  fetch: typeof fetch;
  /** Asks the person at the keyboard; false also when nobody is there. */
  confirm(question: string): Promise<boolean>;
};

/** Runs one command line and resolves to its exit code (DESIGN 7). Never throws: what went wrong is a sentence and a hint. */
export async function run(words: readonly string[], outside: Outside): Promise<number> {
  try {
    const [name, ...rest] = words;
    const { text, exit } = await answer(name, rest, outside);
    if (text !== "") outside.out(text);
    return exit;
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
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  write: (path, text) => {
    rmSync(path, { force: true }); // a link that somebody laid there is replaced, never followed
    writeFileSync(path, text, { flag: "wx" });
  },
  tempFolder: tmpdir(),
  confirm: askOnTerminal,
};

type Printed = { readonly text: string; readonly exit: number };

async function answer(name: string | undefined, rest: readonly string[], outside: Outside): Promise<Printed> {
  if (name === undefined) throw new Problem("unknown-command", "No cmdlet was given.", "Get-Help lists them.");
  if (name.toLowerCase() === "get-help") return { text: helpOn(rest), exit: 0 };
  const cmdlet = cmdletOf(name);
  const call = readArguments(cmdlet, rest);
  const { json, text, exit = 0 } = await confirmed(cmdlet, call, outside);
  return { text: call.asJson ? asJson(json) : text, exit };
}

/** -Confirm says what would be done and asks; -Force and -WhatIf leave nothing to ask. */
async function confirmed(cmdlet: Cmdlet, { given }: Call, outside: Outside): Promise<Answer> {
  const api = withReason(connect(outside.env(), outside.fetch), given.reason);
  if (given.confirm && !given.force && !given.whatIf) {
    const { text } = await cmdlet.run({ ...given, whatIf: true }, api, outside);
    if (!(await outside.confirm(`${text}\nGo on? [y/N] `)))
      return { json: { Done: false }, text: "Nothing was done.", exit: 1 };
  }
  return cmdlet.run(given, api, outside);
}

/** -Reason goes with whatever is changed. */
function withReason(api: Api, reason: string | true | undefined): Api {
  if (reason === undefined) return api;
  return { ...api, send: (method, path, body) => api.send(method, path, { ...Object(body), reason }) };
}

/** `Get-Help`, `Get-Help <Cmdlet>`, `Get-Help states`, or one state or code. */
function helpOn(words: readonly string[]): string {
  const names = words.filter((word) => word.toLowerCase() !== "-asjson");
  const rows = rowsOf(names);
  if (rows.length > 0) return names.length < words.length ? asJson(statesAsJson(rows)) : statesText(rows);
  const cmdlets = names.length === 0 ? CMDLETS : names.map(cmdletOf);
  return names.length < words.length ? asJson(helpAsJson(cmdlets)) : help(cmdlets);
}

function rowsOf(names: readonly string[]): readonly Entry[] {
  return names.some((name) => name.toLowerCase() === "states") ? TABLE : names.flatMap(entriesOf);
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
