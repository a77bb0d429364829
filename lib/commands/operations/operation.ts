import { z } from "zod";
import { foreseen } from "#lib/commands/answers/requests.ts";
import type { NEEDED_ROLE } from "#lib/commands/roles.ts";
import type { ProblemCode } from "#lib/domain/problem.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** One good answer. */
export type Answered = {
  readonly status: 200 | 201 | 202;
  readonly says: string;
  /** JSON of this shape, or text of another type. */
  readonly body: z.ZodType | { readonly type: string };
};

/** One method of one address of the API: the command that it calls, what that takes, and all that may come of it. */
export type Operation = {
  readonly command: keyof typeof NEEDED_ROLE;
  readonly method: Method;
  /** Below `/api/v1`. A place in braces is a parameter of the command: `{fqdn}` is its pool. */
  readonly path: `/${string}`;
  /** One sentence, with the cmdlet that does the same. */
  readonly says: string;
  /** The shape that the command parses. */
  readonly takes: z.ZodObject;
  /** Whether a body spells parameters as cmdlets do. */
  readonly spelled?: "as cmdlets do";
  readonly answers: readonly Answered[];
  /** What it may refuse with, beside what every operation may: `EVERYWHERE`. */
  readonly refuses: readonly ProblemCode[];
};

/** Operations that belong together. */
export type Chapter = { readonly name: string; readonly says: string; readonly operations: readonly Operation[] };

/** What any operation may be refused with. */
export const EVERYWHERE = [
  "bad-input",
  "not-signed-in",
  "not-allowed",
  "internal",
  "ledger-damaged",
] as const satisfies readonly ProblemCode[];

/** Takes no parameter. */
export const NOTHING = z.strictObject({});

/** What every command may find wrong that names a pool, one that is paired, a copy, what a store holds, or what a pool sends. */
export const OF_POOL = ["unknown-pool"] as const;
export const OF_PAIRED = [...OF_POOL, "unpaired"] as const;
export const OF_COPY = [...OF_PAIRED, "unknown-module"] as const;
export const OF_STORE = ["pool-elsewhere", "store-lost", "store-unreachable"] as const;
export const OF_SENDING = [...OF_COPY, "pool-elsewhere", "not-cms-master"] as const;

/** Read at once. */
export function told(body: z.ZodType, says = "As of now."): readonly Answered[] {
  return [{ status: 200, says, body }];
}

/** Done at once, or with `whatIf` only told. */
export function done(body: z.ZodType, status: 200 | 201 = 200): readonly Answered[] {
  if (status === 200)
    return [{ status, says: "Done; with `whatIf`, what would be done.", body: z.union([body, foreseen]) }];
  return [{ status, says: "Made.", body }, FORESEEN];
}

/** Left for the engine, or with `whatIf` only told. */
export function accepted(body: z.ZodType): readonly Answered[] {
  return [{ status: 202, says: "Accepted, which is not done: the request says how far it is.", body }, FORESEEN];
}

const FORESEEN: Answered = { status: 200, says: "With `whatIf`: what would be done.", body: foreseen };
