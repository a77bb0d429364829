import type { z } from "zod";
import { PARAMETERS, type ParameterKey } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";

const isParameter = (key: string): key is ParameterKey => Object.hasOwn(PARAMETERS, key);

/** Reads a command's input. A refused shape is a Problem "bad-input" that names the parameter as people spell it. */
export function parse<Shape extends z.ZodType>(shape: Shape, raw: unknown): z.output<Shape> {
  const read = shape.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw issue === undefined ? notUnderstood() : problemOf(issue);
}

function problemOf(issue: z.core.$ZodIssue): Problem {
  if (issue.code === "unrecognized_keys") {
    const names = Object.values(PARAMETERS).map((parameter) => parameter.name);
    return new Problem(
      "bad-input",
      `There is no parameter ${issue.keys.map((key) => JSON.stringify(key.slice(0, 60))).join(", ")} here.`,
      `Parameters are spelled ${names.join(", ")}; Get-Help says which belong where.`,
      issue.keys[0] ?? null,
    );
  }
  const key = String(issue.path[0] ?? "");
  if (!isParameter(key)) return notUnderstood();
  const { name, hint } = PARAMETERS[key];
  return new Problem("bad-input", `${name} ${predicateOf(issue)}`, hint, name);
}

function predicateOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_type") return issue.message;
  return issue.input === undefined
    ? "is missing."
    : `must be ${issue.expected === "string" ? "text" : issue.expected}.`;
}

function notUnderstood(): Problem {
  return new Problem("bad-input", "What was asked could not be read.", "Send one object with the parameters by name.");
}
