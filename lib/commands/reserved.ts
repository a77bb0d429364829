import { Problem } from "#lib/domain/problem.ts";

/** For a name that the audit has for something of Pairkeeper's own. */
export function reserved(name: string, field: "Identity" | "Name"): Problem {
  return new Problem(
    "bad-input",
    `The name ${name.toLowerCase()} is Pairkeeper's own in the audit.`,
    "Choose another name.",
    field,
  );
}
