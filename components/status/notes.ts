import { REASONS } from "#lib/domain/reasons.ts";
import { type Note, notesBy } from "./notes-by.ts";
import type { Pair } from "./snapshot.ts";

export type { Note };

/** Why a pair is not good and what to do about it, in the words of the one table (A5). */
export function pairNotes(pair: Pair, maySync: boolean): readonly Note[] {
  return notesBy(pair, maySync, (reason) => REASONS[reason]);
}
