import { Problem } from "#lib/domain/problem.ts";

/** For a name that the audit has for something of Pairkeeper's own. */
export function reserved(name: string, field: "Identity" | "Name"): Problem {
  return new Problem(
    "bad-input",
    `The audit calls something of Pairkeeper's own ${name.toLowerCase()}.`,
    "Choose another name.",
    field,
  );
}
