/** A screen on a wall that somebody let in. */
export type Display = {
  readonly id: string;
  readonly name: string;
  readonly acceptedBy: string;
  readonly acceptedAt: number;
  /** To the minute; null before it looked for the first time. */
  readonly lastSeenAt: number | null;
};

/** Consonants that nobody mistakes for a digit or for each other, and that spell no word. */
export const CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
export const CODE_LENGTH = 8;

/** So long a code may be entered at a desk. */
export const CODE_LIVES_MS = 10 * 60_000;

/** A code as a person types it, in any case and with anything between its letters; null when it is none. */
export function displayCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s._-]/g, "");
  return code.length === CODE_LENGTH && [...code].every((letter) => CODE_LETTERS.includes(letter)) ? code : null;
}

/** A code as it is shown: in two halves, which is how people read it to each other. */
export function shownCode(code: string): string {
  return `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;
}
