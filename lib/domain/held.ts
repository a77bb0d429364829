import { CONTENT } from "./content.ts";

/** Deletions that the guard holds: the set that a person may release, and no other (DESIGN L10). */
export type HeldSet = {
  readonly items: number;
  /** Names exactly this set of deletions: another set has another token. */
  readonly token: string;
  /** First seen of the oldest (ISO). */
  readonly since: string;
  /** The first of them: paths, or tables with keys; at most MOST_HELD_NAMED. */
  readonly named: readonly string[];
};

export const MOST_HELD_NAMED = 100;

/** How a held item is named: a file by its path alone, a row by its table and key. */
export function heldName(table: string, key: string): string {
  return table === CONTENT ? key : `${table} ${key}`;
}
