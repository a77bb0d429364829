import fc from "fast-check";
import { CMDLETS } from "#lib/cli/cmdlets.ts";
import { PARAMETERS } from "#lib/commands/parameters.ts";
import { cli } from "#lib/testkit/command-line.ts";
import { anyValue, anyWord } from "./any-words.ts";
import { inTime } from "./judge.ts";

export type CommandLineCase = {
  readonly words: readonly string[];
  readonly input: string;
  /** What a server says that is not ours, or broken. */
  readonly status: number;
  readonly answer: unknown;
  readonly says: boolean;
};

const anyParameter = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...Object.values(PARAMETERS).map(({ name }) => `-${name}`)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("-AsJson", "-WhatIf", "-Force", "-PoolFqdn:", "-Confirm:$false", "-PoolFqdn", "-"),
  },
);
const anyCmdlet = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...CMDLETS.map(({ name }) => name), "Get-Help") },
  { weight: 1, arbitrary: anyWord },
);

export const commandLineCases: fc.Arbitrary<CommandLineCase> = fc.record({
  words: fc
    .tuple(anyCmdlet, fc.array(fc.tuple(anyParameter, fc.option(anyWord)), { maxLength: 4 }))
    .map(([cmdlet, more]) => [cmdlet, ...more.flatMap(([name, value]) => (value === null ? [name] : [name, value]))]),
  input: fc.oneof(
    anyWord,
    fc.array(anyWord, { maxLength: 3 }).map((lines) => lines.join("\n")),
  ),
  status: fc.constantFrom(200, 200, 200, 202, 204, 301, 400, 401, 404, 409, 500, 502),
  answer: anyValue,
  says: fc.boolean(),
});

const STACK = /\n\s+at |\bTypeError\b|\bRangeError\b|Cannot read propert|is not a function|is not iterable/;

/** The command line: any words, before a server that may answer anything. */
export class CommandLineDoor {
  static async open(): Promise<CommandLineDoor> {
    return new CommandLineDoor();
  }

  async try({ words, input, status, answer, says }: CommandLineCase): Promise<string> {
    const body = status === 204 ? null : JSON.stringify(answer);
    let asked = 0;
    const done = await inTime(
      cli(
        words,
        () => {
          asked += 1;
          if (asked > 1_000) throw new Error("it asks for ever");
          return new Response(body, { status, headers: { "content-type": "application/json" } });
        },
        { input, says },
      ),
    );
    if (![0, 1, 2].includes(done.exit)) throw new Error(`exit code ${done.exit}`);
    if (STACK.test(`${done.out}\n${done.err}`)) throw new Error(`tells of its insides: ${done.err.slice(0, 500)}`);
    if (done.exit !== 0 && done.err.trim() === "" && done.out.trim() === "") throw new Error("says nothing");
    return `exit ${done.exit}`;
  }

  async close(): Promise<void> {}
}
