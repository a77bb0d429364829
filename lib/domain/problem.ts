/** Every code a door may answer with. HTTP status and CLI exit code are read off this one table (DESIGN 7). */
export const PROBLEM_CODES = {
  "bad-input": { http: 400, exit: 2 },
  "not-signed-in": { http: 401, exit: 1 },
  "confirm-first": { http: 403, exit: 1 },
  "not-allowed": { http: 403, exit: 1 },
  "unknown-pool": { http: 404, exit: 1 },
  "unknown-module": { http: 404, exit: 1 },
  "unknown-request": { http: 404, exit: 1 },
  "unknown-address": { http: 404, exit: 1 },
  "unknown-command": { http: 404, exit: 2 },
  "wrong-method": { http: 405, exit: 1 },
  unpaired: { http: 409, exit: 1 },
  "pool-elsewhere": { http: 409, exit: 1 },
  "not-cms-master": { http: 409, exit: 1 },
  "not-failed-over": { http: 409, exit: 1 },
  "request-ended": { http: 409, exit: 1 },
  "not-lifted": { http: 409, exit: 1 },
  "nothing-differs": { http: 409, exit: 1 },
  "not-held": { http: 409, exit: 1 },
  "too-many-skipped": { http: 409, exit: 1 },
  "pool-exists": { http: 409, exit: 1 },
  "already-paired": { http: 409, exit: 1 },
  "present-partner": { http: 409, exit: 1 },
  "account-exists": { http: 409, exit: 1 },
  "account-kept": { http: 409, exit: 1 },
  "unknown-account": { http: 404, exit: 1 },
  "store-exists": { http: 409, exit: 1 },
  "store-lost": { http: 409, exit: 1 },
  "store-unreachable": { http: 503, exit: 1 },
  "unknown-item": { http: 404, exit: 1 },
  "too-many-tries": { http: 429, exit: 1 },
  unreachable: { http: 503, exit: 1 },
  "ledger-damaged": { http: 500, exit: 1 },
  internal: { http: 500, exit: 1 },
} as const satisfies Record<string, { http: number; exit: 1 | 2 }>;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/**
 * An expected refusal: what a person may be told. Anything else that is thrown is a bug.
 * Doors compare `code`, never `instanceof`: a door may hold another copy of this class.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly sentence: string;
  readonly hint: string;
  /** The parameter that was wrong, spelled as in the CLI, when there is one. */
  readonly field: string | null;

  constructor(code: ProblemCode, sentence: string, hint: string, field: string | null = null) {
    super(sentence);
    this.name = "Problem";
    this.code = code;
    this.sentence = sentence;
    this.hint = hint;
    this.field = field;
  }
}

/** True for a Problem made by any copy of this module. */
export function isProblem(thrown: unknown): thrown is Problem {
  return (
    thrown instanceof Error &&
    thrown.name === "Problem" &&
    "code" in thrown &&
    typeof thrown.code === "string" &&
    Object.hasOwn(PROBLEM_CODES, thrown.code)
  );
}
