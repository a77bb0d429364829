import { z } from "zod";

/** What a compare found, as the server tells it. */
export const found = z.object({
  Depth: z.string(),
  At: z.string(),
  Equal: z.number(),
  Read: z.number(),
  Different: z.number(),
  Missing: z.number(),
  Extra: z.number(),
  OwnedByBoth: z.number(),
  Changing: z.number(),
  Held: z.number(),
  Refused: z.number(),
  Unnamed: z.number(),
});

const CASES = [
  ["Different", "different"],
  ["Missing", "missing there"],
  ["Extra", "there alone"],
  ["OwnedByBoth", "owned by both pools"],
] as const;

const APART = [
  ["Changing", "changing meanwhile"],
  ["Held", "held by the deletion guard"],
  ["Refused", "refused by the partner"],
  ["Unnamed", "not to be compared"],
] as const;

/** "verified equal as of 2026-11-21T12:00:00.000Z: 1204 items equal" or what differs; what is no drift stands apart. */
export function compareText(told: z.infer<typeof found>): string {
  const some = (cases: readonly (readonly [(typeof CASES | typeof APART)[number][0], string])[]) =>
    cases.filter(([key]) => told[key] > 0).map(([key, words]) => `${told[key]} ${words}`);
  const differs = some(CASES);
  const sampled = told.Depth === "full" ? "" : `, content read of ${told.Read} of them`;
  const equal = `${told.Equal} ${told.Equal === 1 ? "item" : "items"} equal${sampled}`;
  const head = differs.length === 0 ? "verified equal" : "differs";
  const apart = some(APART);
  const rest = apart.length === 0 ? "" : `; apart from these ${apart.join(", ")}`;
  return `${head} as of ${told.At}: ${[...differs, equal].join(", ")}${rest}`;
}
