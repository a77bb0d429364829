/** The items of one data set as they lie in one place: what names an item, and all that is compared of it as text. */
export type Items = ReadonlyMap<string, string>;

/** What is asked of a file store and a user database alike. */
export type Kind = "rows" | "files";

/** The keys on which two places differ. */
export function differing(a: Items, b: Items): string[] {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter((key) => a.get(key) !== b.get(key));
}

/** The twin's verdict: the product did what it never may. */
export class Violation extends Error {}
