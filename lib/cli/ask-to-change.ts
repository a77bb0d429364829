import { z } from "zod";
import type { Answer, Given } from "./cmdlet.ts";
import { readAnswer } from "./read-answer.ts";

const foreseen = z.object({ WhatIf: z.string() });

/** What a change answers: what it did, or under -WhatIf what it would have done. */
export function changeAnswer<T>(json: unknown, shape: z.ZodType<T>, text: (told: T) => string): Answer {
  const foretold = foreseen.safeParse(json);
  if (foretold.success) return { json, text: `What if: ${foretold.data.WhatIf}` };
  return { json, text: text(readAnswer(shape, json)) };
}

/** Of what was given, these parameters, as the server reads them. */
export function bodyOf(given: Given, ...keys: readonly (keyof Given)[]): Given {
  return Object.fromEntries([...keys, "whatIf" as const].flatMap((key) => (key in given ? [[key, given[key]]] : [])));
}
