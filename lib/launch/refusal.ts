/** Why nothing starts, in one sentence: expected, so it is shown without a stack. */
export class Refusal extends Error {
  readonly code = "refused";
}

/** The sentence for a person, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return `Something went wrong: ${String(error)}`;
  const isExpected = "code" in error && (error.code === "refused" || error.code === "env-refused");
  return isExpected ? error.message : `Something went wrong: ${error.message}`;
}
