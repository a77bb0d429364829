import { z } from "zod";

/** What a parameter must be, in words, by the schema that reads it: "a whole number from 1 to 1000", "oldest or newest"; null for any text. */
export function typeWords(schema: z.ZodType): string | null {
  const told = z.globalRegistry.get(inner(schema));
  if (Array.isArray(told?.enum)) return listed(told.enum.map(String));
  return told?.description ?? null;
}

/** The schema itself, without what holds when it is left out. */
export function inner(schema: z.ZodType): z.ZodType {
  const isWrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
  const within = isWrapped ? schema.unwrap() : schema;
  return isWrapped && within instanceof z.ZodType ? inner(within) : schema;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
