import { z } from "zod";

const LONGEST = 300;

/** Text of a sensible length. */
export const text = z.string().max(LONGEST, { error: `must have at most ${LONGEST} characters.` });

/** A text that `read` understands; what it does not is an issue that says what it should have been. */
export const readAs = <T>(read: (given: string) => T | null, expected: string, shape: JsonShape = {}) =>
  text.pipe(anyAs(read, expected)).meta({ description: expected, ...shape });

/** What a document tells of a value beside what it is for. */
type JsonShape = { readonly [field: string]: unknown };

/** The same for what may also come as a number or as true and false. */
export function anyAs<Given, T>(read: (given: Given) => T | null, expected: string, shape: JsonShape = {}) {
  const told = { description: expected, ...shape };
  return z
    .custom<Given>(() => true)
    .meta(told)
    .transform((given, context) => {
      const value = read(given);
      if (value !== null) return value;
      const shown = JSON.stringify(typeof given === "string" ? given.slice(0, 60) : given)?.slice(0, 62);
      context.addIssue({ code: "custom", message: `${shown} is not ${expected}.` });
      return z.NEVER;
    })
    .meta(told);
}

/** A whole number within bounds, as a number or as text. */
export function wholeNumber(least: number, most: number) {
  const number = (given: number) => (Number.isInteger(given) && given >= least && given <= most ? given : null);
  const read = (given: unknown) => {
    if (typeof given === "number") return number(given);
    return typeof given === "string" && /^-?\d{1,15}$/.test(given.trim()) ? number(Number(given)) : null;
  };
  const shape = { type: "integer", minimum: least, maximum: most };
  return anyAs(read, `a whole number from ${least} to ${most}`, shape);
}

/** One of these words, in any case. */
export function oneOf<Word extends string>(words: readonly Word[], expected: string) {
  const read = (given: string) => words.find((word) => word.toLowerCase() === given.trim().toLowerCase()) ?? null;
  return readAs(read, expected, { enum: [...words] });
}
