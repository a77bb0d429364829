import type { Row } from "./reasons.ts";

/** Whether something ends by itself, as a sentence. */
export const LASTS: Readonly<Record<Row["lasts"], string>> = {
  transient: "It ends by itself once its cause is gone.",
  terminal: "It stays until somebody acts.",
  expected: "It is as it should be.",
};
