import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { makeDocument } from "./document.ts";
import { EVERYWHERE } from "./operation.ts";
import { OPERATIONS } from "./operations.ts";

const document = makeDocument();

/** What the linter says of a document, by its strictest rules. */
async function found(text: unknown): Promise<readonly string[]> {
  const config = await createConfig({ extends: ["recommended-strict"] });
  const problems = await lintFromString({ source: JSON.stringify(text), config, absoluteRef: "openapi.json" });
  return problems.map(({ ruleId, message, location }) => `${location[0]?.pointer} ${ruleId}: ${message}`);
}

test("the linter finds nothing, and would have found something", async () => {
  expect(await found(document)).toEqual([]);
  const [first] = await found({ ...document, security: undefined });
  expect(first).toMatch(/security-defined/);
});

test("every operation has a name of its own, says what it is for, and which role it needs", () => {
  const all = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path));
  expect(all).toHaveLength(OPERATIONS.length);
  expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
  for (const { summary, description, tags } of all) {
    expect(summary).toMatch(/\.$/);
    expect(description).toMatch(/^Needs the role \w+/);
    expect(tags).toHaveLength(1);
  }
});

test("every parameter says how it is written", () => {
  const silent = JSON.parse(JSON.stringify(document.paths), (key, value) =>
    key === "properties" || key === "schema" ? undefined : value,
  );
  const parameters = Object.values(silent).flatMap((path) =>
    Object.values(Object(path)).flatMap((one) => Object(one).parameters ?? []),
  );
  expect(parameters.length).toBeGreaterThan(80);
  expect(parameters.filter(({ description }) => !description)).toEqual([]);
});

describe("lists", () => {
  /** What is told whole, and why. */
  const WHOLE: Readonly<Record<string, string>> = {
    getStatus: "the modules of one pool",
    getPairs: "every screen judges all pairs as of one moment; `since` tells what changed",
    getSparklines: "one line a direction of the pairs",
    getSamples: "at most `points`, for a time that is asked for",
    getLaneHistory: "the latest of each kind, for a time that is asked for",
    getRequest: "the modules of one request",
    previewSync: "the modules of one pool, and what runs of them",
    findItem: "at most 20, and how many more there are: a longer name finds fewer",
    testService: "the same checks for every pool",
    foreseeRemoveStandby: "one line a module",
  };
  const lists = OPERATIONS.filter(
    ({ method, answers }) =>
      method === "get" &&
      answers.some(
        ({ body }) =>
          body instanceof z.ZodObject &&
          Object.values<z.ZodType>(body.shape).some((field) => field instanceof z.ZodArray),
      ),
  );

  test.each(lists)("$command at $path is told page by page, or is short by nature", ({ command, takes, answers }) => {
    if (WHOLE[command] !== undefined) return;
    expect(Object.keys(takes.shape)).toEqual(expect.arrayContaining(["limit", "next"]));
    expect(z.toJSONSchema(takes.shape.limit, { io: "input", unrepresentable: "any" })).toMatchObject({
      type: "integer",
      minimum: 1,
      maximum: 1_000,
    });
    expect(answers.every(({ body }) => body instanceof z.ZodObject && "Next" in body.shape)).toBe(true);
  });

  test("there are many", () => {
    expect(lists.length).toBeGreaterThan(12);
  });
});

describe("what is refused is documented", () => {
  const COMMANDS = join(import.meta.dirname, "..");
  const files = globSync("*.ts", { cwd: COMMANDS }).filter((file) => !file.endsWith(".test.ts"));
  const text = new Map(files.map((file) => [file, readFileSync(join(COMMANDS, file), "utf8")]));
  const codesIn = (file: string) =>
    [...(text.get(file) ?? "").matchAll(/new Problem\(\s*"([a-z-]+)"/g)].map(([, code = ""]) => code);
  const importedBy = (file: string) =>
    [...(text.get(file) ?? "").matchAll(/from "#lib\/commands\/([\w-]+\.ts)"/g)].map(([, name = ""]) => name);

  /** All codes that the command's file and what it imports could refuse with. */
  function codesBelow(file: string, been = new Set<string>()): ReadonlySet<string> {
    if (been.has(file)) return new Set();
    been.add(file);
    return new Set([...codesIn(file), ...importedBy(file).flatMap((one) => [...codesBelow(one, been)])]);
  }

  test.each(OPERATIONS)("$command at $method $path", ({ command, refuses }) => {
    const file =
      files.find((one) => new RegExp(`^export (async )?function ${command}\\(`, "m").test(text.get(one) ?? "")) ??
      expect.unreachable();
    const beside = OPERATIONS.filter((one) => new RegExp(`function ${one.command}\\(`).test(text.get(file) ?? ""));
    const documented = new Set<string>([...EVERYWHERE, ...beside.flatMap((one) => one.refuses)]);
    expect(
      [...codesIn(file)].filter((code) => !documented.has(code)),
      "add them to what the operation refuses",
    ).toEqual([]);
    const possible = codesBelow(file);
    expect(
      refuses.filter((code) => !possible.has(code)),
      "nothing of the command refuses so",
    ).toEqual([]);
  });
});
