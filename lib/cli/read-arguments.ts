import { PARAMETERS, type ParameterKey } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Cmdlet, Given, Parameter } from "./cmdlet.ts";

/** What the command line asks for. */
export type Call = { readonly given: Given; readonly asJson: boolean };

const AS_JSON = "AsJson";

/**
 * Reads what stands behind a cmdlet's name: `-Param value`, `-Param:value` and `-Switch`, names in any case.
 * Throws Problem "bad-input" for what it does not know, for what is there twice, and for what is missing.
 */
export function readArguments(cmdlet: Cmdlet, words: readonly string[]): Call {
  const given: Partial<Record<ParameterKey, string | true>> = {};
  let asJson = false;
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name = "", attached] = split(word);
    if (isSame(name, AS_JSON) && attached === null) {
      asJson = true;
      continue;
    }
    const parameter = findParameter(cmdlet, name) ?? refuseUnknown(cmdlet, word);
    if (given[parameter.key] !== undefined) throw refused(parameter, "was given twice.");
    if (parameter.is !== "switch") given[parameter.key] = value(cmdlet, parameter, attached, rest);
    else if (isOn(parameter, attached)) given[parameter.key] = true;
  }
  const missing = cmdlet.parameters.find(({ is, key }) => is === "required" && given[key] === undefined);
  if (missing) throw refused(missing, "is missing.");
  return { given, asJson };
}

/** `-Name` or `-Name:value`; an empty name for a word that is no parameter. */
function split(word: string): readonly [string, string | null] {
  const match = /^-([a-z]+)(?::(.*))?$/is.exec(word);
  return [match?.[1] ?? "", match?.[2] ?? null];
}

function value(cmdlet: Cmdlet, parameter: Parameter, attached: string | null, rest: string[]): string {
  const given = attached ?? (isParameter(cmdlet, rest[0]) ? undefined : rest.shift());
  if (given === undefined || given === "") throw refused(parameter, "has no value.");
  return given;
}

/** A switch is on where it is given; `-Switch:$false` is the original's way to leave it off. */
function isOn(parameter: Parameter, attached: string | null): boolean {
  if (attached === null || isSame(attached, "$true")) return true;
  if (isSame(attached, "$false")) return false;
  throw refused(parameter, "takes no value.");
}

function isParameter(cmdlet: Cmdlet, word: string | undefined): boolean {
  const [name = ""] = split(word ?? "");
  return isSame(name, AS_JSON) || findParameter(cmdlet, name) !== undefined;
}

function findParameter(cmdlet: Cmdlet, name: string): Parameter | undefined {
  return cmdlet.parameters.find(({ key }) => isSame(PARAMETERS[key].name, name));
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function refuseUnknown(cmdlet: Cmdlet, word: string): never {
  const names = [...cmdlet.parameters.map(({ key }) => PARAMETERS[key].name), AS_JSON];
  throw new Problem(
    "bad-input",
    `${cmdlet.name} does not understand ${JSON.stringify(word.slice(0, 60))}.`,
    `It takes ${names.map((name) => `-${name}`).join(", ")}.`,
  );
}

function refused({ key }: Parameter, predicate: string): Problem {
  const { name, hint } = PARAMETERS[key];
  return new Problem("bad-input", `-${name} ${predicate}`, hint, name);
}
