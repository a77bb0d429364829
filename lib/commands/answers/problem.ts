import { z } from "zod";
import { PROBLEM_CODES, type ProblemCode } from "#lib/domain/problem.ts";
import { name } from "./words.ts";

const problem = z
  .strictObject({
    type: z.literal("about:blank"),
    title: name,
    status: z.number().int(),
    code: name.meta({ description: "Which refusal it is; Get-Help <code> explains it." }),
    detail: name.meta({ description: "What is wrong, in a sentence." }),
    hint: name.meta({ description: "What to do." }),
    field: name.nullable().meta({ description: "The parameter that was wrong, spelled as in the CLI." }),
  })
  .meta({ id: "Problem", description: "RFC 9457, with a code, a hint and the parameter." });

/** A refusal with one of these codes. */
export function problemOf(codes: readonly ProblemCode[]) {
  return z.intersection(problem, z.looseObject({ code: z.enum(codes) }));
}

/** The HTTP statuses of these codes, each with those that have it. */
export function byStatus(codes: readonly ProblemCode[]): ReadonlyMap<number, readonly ProblemCode[]> {
  return Map.groupBy(new Set(codes), (code) => PROBLEM_CODES[code].http);
}
