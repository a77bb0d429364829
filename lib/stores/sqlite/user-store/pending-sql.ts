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

/** Forgets that the deletions of these entries `p` were ever sent: else they would be the owner's will, and never come back. */
export const forgetSent = (from: string, where = "true") => `
  DELETE FROM deleted WHERE (subject, key) IN (SELECT p.subject, p.key FROM ${from} WHERE ${where})`;

/**
 * Forgets that the partner handed over the items of these entries `p`: to be run before their deletions are forgotten. Else it
 * would hand them over once more (DESIGN L11), and this side, which knows of no deletion, would think that it has them.
 */
export const forgetTaken = (from: string, where = "true") => `
  DELETE FROM handovers WHERE (module, tbl, key) IN (
    SELECT s.module, s.tbl, p.key FROM ${from} CROSS JOIN subjects s ON s.id = p.subject WHERE ${where})`;

/**
 * Flights of :module carry images of these entries `p` no more: to be run before their deletions are forgotten. Else the items
 * would be thought to be on their way, would not come back, and nothing would tell that they are gone here alone.
 */
export const forgetFlying = (from: string, where = "true") => {
  const isOfThese = `e.value ->> 3 = 0 AND (e.value ->> 0, e.value ->> 1) IN (SELECT p.subject, p.key FROM ${from} WHERE ${where})`;
  return `
  UPDATE flights SET entries = (
    SELECT coalesce(json_group_array(json(e.value)), '[]') FROM json_each(flights.entries) e WHERE NOT (${isOfThese}))
  WHERE module = :module AND EXISTS (SELECT 1 FROM json_each(flights.entries) e WHERE ${isOfThese})`;
};
