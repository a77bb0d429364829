import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { text } from "node:stream/consumers";
import { type Env, readEnv } from "#lib/config/env.ts";
import { isProblem, PROBLEM_CODES, Problem } from "#lib/domain/problem.ts";
import { type Entry, entriesOf, TABLE } from "#lib/domain/table.ts";
import type { Api } from "./api.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";
import type { Answer, Cmdlet, Given, Hands } from "./cmdlet.ts";
import { CMDLETS, findCmdlet } from "./cmdlets.ts";
import { connect } from "./connection.ts";
import { help, helpAsJson } from "./get-help.ts";
import { statesAsJson, statesText } from "./help-on-states.ts";
import { pageOf } from "./page-link.ts";
import { type Call, readArguments } from "./read-arguments.ts";

/** Where a call's words go, and how it reaches the world. */
export type Outside = Hands & {
  out(text: string): void;
  err(text: string): void;
  /** Throws EnvRefused for an environment that can't be read. */
  env(): Env;
  fetch: typeof fetch;
  /** All of the standard input. */
  input(): Promise<string>;
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
  input: () => text(process.stdin),
  confirm: askOnTerminal,
};

type Printed = { readonly text: string; readonly exit: number };

async function answer(name: string | undefined, rest: readonly string[], outside: Outside): Promise<Printed> {
  if (name === undefined) throw new Problem("unknown-command", "No cmdlet was given.", "Get-Help lists them.");
  if (name.toLowerCase() === "get-help") return { text: helpOn(rest), exit: 0 };
  const cmdlet = cmdletOf(name);
  const call = readArguments(cmdlet, rest);
  if (call.given.pool === FROM_INPUT) return ofEach(cmdlet, call, outside);
  const { json, text, exit = 0 } = await linked(cmdlet, call.given, outside);
  return { text: call.asJson ? asJson(json) : text, exit };
}

/** In the place of a pool's name: names come from the standard input. */
const FROM_INPUT = "-";

/** The same of every pool that the standard input names, one after the other; one that is refused stops none of the others. */
async function ofEach(cmdlet: Cmdlet, { given, asJson: isJson }: Call, outside: Outside): Promise<Printed> {
  const names = (await outside.input()).split(/[\s,]+/).filter((name) => name !== "");
  if (names.length === 0)
    throw new Problem("bad-input", "The standard input names no pool.", "Write names into it, one a line.", "PoolFqdn");
  const answers: Answer[] = [];
  let exit = 0;
  for (const name of names) {
    try {
      const answered = await linked(cmdlet, { ...given, pool: name }, outside);
      answers.push(answered);
      exit = Math.max(exit, answered.exit ?? 0);
    } catch (thrown) {
      const refused = told(thrown);
      outside.err([`${name}: ${refused.sentence}`, refused.hint].filter((line) => line !== "").join("\n"));
      exit = Math.max(exit, refused.exit);
    }
  }
  return {
    text: isJson ? asJson(answers.map(({ json }) => json)) : answers.map(({ text }) => text).join("\n\n"),
    exit,
  };
}

/** The answer as text ends with the page that shows the same; as JSON it stays what the server told. */
async function linked(cmdlet: Cmdlet, given: Given, outside: Outside): Promise<Answer> {
  const api = withReason(connect(outside.env(), outside.fetch), given.reason);
  const answered = await confirmed(cmdlet, given, api, outside);
  const link = `${api.address}${pageOf(cmdlet, given, answered.json)}`;
  return { ...answered, text: answered.text === "" ? link : `${answered.text}\n${link}` };
}

/** -Confirm says what would be done and asks; -Force and -WhatIf leave nothing to ask. */
async function confirmed(cmdlet: Cmdlet, given: Given, api: Api, outside: Outside): Promise<Answer> {
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
