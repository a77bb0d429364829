import { TOUCHED } from "./pending-tally.ts";

/*
 * SQL that the book and the capture share. Keys never come out into JavaScript when entries move: a key may be bytes that
 * are no valid text.
 */

/** Numbers for (module, table): an entry names both by one. Parameters :module and :tables, a JSON array of names. */
export const ADD_SUBJECTS = `
  INSERT INTO subjects (module, tbl) SELECT :module, value FROM json_each(:tables) WHERE true
  ON CONFLICT (module, tbl) DO NOTHING`;

/** The subjects of :module. */
export const OWN_SUBJECTS = "(SELECT id FROM subjects WHERE module = :module)";

/** Entries `p` as one JSON text. */
export const ENTRIES_JSON = `
  coalesce(json_group_array(json_array(p.subject, p.key, p.first_at, p.gone, p.held, p.bytes, p.counts)), '[]')`;

/** Entries of such a text, of :at where it is given, become pending; one that waits already keeps what it is, and the earlier time. */
export const addEntries = (from: string, text: string) => `
  INSERT INTO pending (subject, key, first_at, gone, held, bytes, counts)
  SELECT e.value ->> 0, e.value ->> 1, coalesce(:at, e.value ->> 2), e.value ->> 3, e.value ->> 4, e.value ->> 5,
    coalesce(e.value ->> 6, 1)
  FROM ${from} json_each(${text}) e WHERE true
  ON CONFLICT (subject, key) DO UPDATE SET first_at = min(first_at, excluded.first_at), held = held + ${TOUCHED}(pending.id)`;
