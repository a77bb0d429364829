import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Cmdlet, Parameter } from "#lib/cli/cmdlet.ts";
import { CMDLETS } from "#lib/cli/cmdlets.ts";
import { helpAsJson } from "#lib/cli/get-help.ts";
import { readArguments } from "#lib/cli/read-arguments.ts";
import type { Operation } from "#lib/commands/operations/operation.ts";
import { OPERATIONS } from "#lib/commands/operations/operations.ts";
import { PARAMETERS, type ParameterKey } from "#lib/commands/parameters.ts";
import { truth } from "#lib/commands/schemas.ts";
import { inner, typeWords } from "#lib/commands/type-words.ts";
import { type Asked, cli } from "#lib/testkit/command-line.ts";

// Every verb of the command line, held to what its operations of the API take: a new one is walked by itself.

/** Words that bring a cmdlet to its other operations. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  "Get-CsBackupRequest": ["-Id", "r-1"],
  "Lift-CsBackupLimit": ["-PoolFqdn", "pool1.pairkeeper.test", "-BackupModule", "DataConf", "-End"],
};

/** Parameters that never reach the server as they are. */
const OWN: Readonly<Record<string, readonly ParameterKey[]>> = {
  "Backup-CsPool": ["waitTime", "retryCount", "report"],
  "Set-CsBackupServiceConfiguration": ["instance"],
  "Export-CsAuditRecord": ["path"],
  "Lift-CsBackupLimit": ["end"],
};

/** Parameters that have a hint of their own and are another's to the server. */
const serversOf = (key: ParameterKey) => (key === "tokenId" || key === "displayId" ? "id" : key);

/** What every changing verb has of the shell's. */
const SHELL: readonly ParameterKey[] = ["confirm", "reason"];

const REFUSED = { code: "unpaired", detail: "No.", hint: "None.", field: null };
const exampleOf = ({ example }: Cmdlet) => example.split(" ").filter((word) => !["-AsJson", "-WhatIf"].includes(word));

/** What a cmdlet asks first, by these words. */
async function asksFirst(words: readonly string[]): Promise<Asked> {
  const { asked } = await cli(words, () => Response.json(REFUSED, { status: 409 }));
  return asked[0] ?? expect.unreachable(`${words.join(" ")} asked nothing`);
}

function operationOf({ method, path }: Asked): Operation {
  const address = `/${path.split("?")[0]}`;
  const fits = (one: Operation) =>
    one.method === method.toLowerCase() && new RegExp(`^${one.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(address);
  // What has no parameter in its address is meant before what has one.
  const found = OPERATIONS.filter(fits).sort((a, b) => a.path.split("{").length - b.path.split("{").length);
  return found[0] ?? expect.unreachable(`${method} ${address} is no operation of the document`);
}

async function operationsOf(cmdlet: Cmdlet): Promise<readonly Operation[]> {
  const beside = BESIDE[cmdlet.name];
  const words = [exampleOf(cmdlet), ...(beside === undefined ? [] : [[cmdlet.name, ...beside]])];
  return Promise.all(words.map(async (one) => operationOf(await asksFirst(one))));
}

const VERBS = await Promise.all(CMDLETS.map(async (cmdlet) => ({ ...cmdlet, operations: await operationsOf(cmdlet) })));
/** It changes nothing but its own row of the audit, so there is nothing to foresee. */
const LOOKS = ["Test-CsBackupService"];
const CHANGING = VERBS.filter(
  ({ name, operations }) => operations.some(({ method }) => method !== "get") && !LOOKS.includes(name),
);

test("there are many, and many change something", () => {
  expect(VERBS.length).toBeGreaterThan(30);
  expect(CHANGING.length).toBeGreaterThan(15);
});

describe("a verb takes what its operations take", () => {
  test.each(VERBS)("$name", ({ name, parameters, operations }) => {
    const shapes: readonly Readonly<Record<string, z.ZodType>>[] = operations.map(({ takes }) => takes.shape);
    const own = [...(OWN[name] ?? []), ...SHELL];
    for (const { key, is, usual } of parameters.filter((one) => !own.includes(one.key))) {
      const schemas = shapes.flatMap((shape) => shape[serversOf(key)] ?? []);
      expect(schemas.length, `the server takes no ${key}`).toBeGreaterThan(0);
      for (const schema of schemas) {
        if (is === "switch") expect(isTruth(schema), `${key} is no truth`).toBe(true);
        else expect(inner(schema), `${key} is a switch`).not.toBeInstanceOf(z.ZodBoolean);
        expect(usual ?? null, `what holds when ${key} is left out`).toEqual(usualOf(schema, usual));
      }
    }
    const given = new Set<string>(parameters.map(({ key }) => serversOf(key)));
    const missing = shapes.flatMap((shape) => Object.keys(shape)).filter((key) => !given.has(key));
    expect(missing, "the server takes what nobody can give").toEqual([]);
  });
});

describe("help tells what the server reads", () => {
  test.each(VERBS)("$name", (cmdlet) => {
    const [told] = helpAsJson([cmdlet]);
    for (const { key, is } of cmdlet.parameters) {
      const one = told?.Parameters.find(({ Name }) => Name === PARAMETERS[key].name);
      const schemas = cmdlet.operations.flatMap(({ takes }) => takes.shape[key] ?? []);
      if (is === "switch" || key === "next" || schemas.length === 0) continue;
      expect(
        schemas.map((schema) => typeWords(schema) ?? null),
        key,
      ).toContain(one?.Type ?? null);
    }
  });

  test.each([
    ["Get-CsAuditRecord", "Limit", "a whole number from 1 to 1000", "50"],
    ["Get-CsBackupLoss", "Order", "oldest or newest", "oldest"],
    ["Lift-CsBackupLimit", "Duration", "a time from 00:01:00 to 04:00:00", "00:30:00"],
    ["Set-CsBackupServiceConfiguration", "WakeOnChange", "true or false", null],
    ["Set-CsBackupServiceConfiguration", "MaxConcurrentCalls", "a whole number from 1 to 1000", null],
    ["New-CsPool", "Edition", "Standard or Enterprise", "Enterprise"],
  ])("%s -%s is %s", (verb, parameter, Type, Default) => {
    const [told] = helpAsJson(CMDLETS.filter(({ name }) => name === verb));
    expect(told?.Parameters.find(({ Name }) => Name === parameter)).toMatchObject({ Type, Default });
  });

  test.each(VERBS)("the example of $name is one", ({ operations, ...cmdlet }) => {
    const { given } = readArguments(cmdlet, cmdlet.example.split(" ").slice(1));
    const { takes } = operations[0] ?? expect.unreachable();
    for (const [key, value] of Object.entries(given)) {
      const schema: z.ZodType | undefined = takes.shape[key];
      if (schema !== undefined) expect(schema.safeParse(value).success, `${key} ${value}`).toBe(true);
    }
  });
});

describe("what changes something can be looked at first", () => {
  const foretold = () => Response.json({ WhatIf: "Would do it." });
  const isForetold = ({ body }: Asked) => Object.entries(Object(body)).some(([key]) => /^whatIf$/i.test(key));

  test.each(CHANGING)("$name -WhatIf, -Confirm, -Force", async (cmdlet) => {
    const keys = cmdlet.parameters.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(["whatIf", "confirm", "force", "reason"]));
    const words = exampleOf(cmdlet);
    const whatIf = await cli([...words, "-WhatIf"], foretold);
    expect([whatIf.exit, whatIf.out]).toEqual([0, "What if: Would do it."]);
    expect(whatIf.asked.length).toBeGreaterThan(0);
    expect(whatIf.asked.every(isForetold)).toBe(true);
    expect(whatIf.links).toHaveLength(1);
    const no = await cli([...words, "-Confirm"], foretold, { says: false });
    expect([no.exit, no.questions.length, no.asked.every(isForetold)]).toEqual([1, 1, true]);
    const forced = await cli([...words, "-Confirm", "-Force"], () => Response.json(REFUSED, { status: 409 }));
    expect([forced.questions, forced.asked.some(isForetold)]).toEqual([[], false]);
  });

  test.each(CHANGING)("$name -Reason goes along", async (cmdlet) => {
    const words = exampleOf(cmdlet);
    const said = words.includes("-Reason") ? words : [...words, "-Reason", "Known"];
    const { asked } = await cli(said, () => Response.json(REFUSED, { status: 409 }));
    expect(asked[0]?.body).toMatchObject({ reason: "Known" });
  });
});

const OF_POOLS = VERBS.filter(({ parameters }) => parameters.some(({ key }) => key === "pool"));

test.each(OF_POOLS)("$name takes pools from the standard input", async (cmdlet) => {
  const words = exampleOf(cmdlet);
  const at = words.indexOf("-PoolFqdn");
  const asked = at === -1 ? [...words, "-PoolFqdn", "-"] : words.with(at + 1, "-");
  const done = await cli(asked, () => Response.json(REFUSED, { status: 409 }), { input: "pool8.x\npool9.x\n" });
  const told = done.asked.map(({ path, body }) => `${path} ${JSON.stringify(body)}`);
  expect(told.filter((one) => one.includes("pool8.x")).length).toBeGreaterThan(0);
  expect(told.filter((one) => one.includes("pool9.x")).length).toBeGreaterThan(0);
});

/** On or off: a switch on the command line is a truth in an address. */
function isTruth(schema: z.ZodType): boolean {
  return inner(schema) instanceof z.ZodBoolean || typeWords(schema) === typeWords(truth);
}

/** What holds by the schema: as it was written when that reads the same, else the value itself. */
function usualOf(schema: z.ZodType, written: Parameter["usual"]): unknown {
  const value = schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
  const isNothing = value === undefined || value === false || value === "" || value === 0;
  if (isNothing) return null;
  const read = schema.safeParse(written);
  return read.success && JSON.stringify(read.data) === JSON.stringify(value) ? written : value;
}
