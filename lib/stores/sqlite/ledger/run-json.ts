import { z } from "zod";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { DEPTHS } from "#lib/domain/compare.ts";
import {
  REQUEST_KINDS,
  type RequestDetail,
  type RequestKind,
  RUN_PHASES,
  type RunPhase,
  type SyncRun,
} from "#lib/domain/request.ts";
import { RETURN_CASES } from "#lib/domain/return-receipt.ts";
import { compareReceipt } from "./json.ts";

const count = z.number();

const compared = z.object({
  identical: count,
  missing: count,
  different: count,
  extra: count,
  bytes: count.nullable(),
});

const receipt = z.object({
  requestId: z.string(),
  placed: count,
  placedBytes: count,
  identical: count,
  different: count,
  deletedByOwner: count,
  inFlight: count,
  refused: count,
  leftAlone: z.array(z.object({ is: z.enum(RETURN_CASES), table: z.string(), key: z.string() })),
  closedAt: z.string().nullable(),
});

/** What a run tells besides the columns of its row. */
type Rest = Pick<
  SyncRun,
  | "totalBytes"
  | "leftBytes"
  | "currentItem"
  | "sendingSince"
  | "end"
  | "problem"
  | "compared"
  | "heldItems"
  | "returned"
  | "receipt"
>;

const rest = z.object({
  totalBytes: count.nullable().default(null),
  leftBytes: count.nullable().default(null),
  currentItem: z.string().nullable().default(null),
  sendingSince: count.nullable().default(null),
  end: z.enum(["done", "cancelled", "failed"]).nullable().default(null),
  problem: z.string().nullable().default(null),
  compared: compared.nullable().default(null),
  heldItems: count.default(0),
  returned: receipt.nullable().default(null),
  receipt: compareReceipt.nullable().exactOptional(),
}) satisfies z.ZodType<Rest>;

/** The rest of a run as text; `readRest` reads it back. */
export function writeRest(run: SyncRun): string {
  return JSON.stringify(rest.parse(run));
}

/** Of a version that wrote less: nothing is known of what is missing. */
export function readRest(text: string): Rest {
  return rest.parse(JSON.parse(text));
}

const modules = z.array(z.string().transform((name) => name as ModuleName));
const phase = z.enum(RUN_PHASES);
const kind = z.enum(REQUEST_KINDS);
const items = z.array(z.object({ table: z.string(), key: z.string() }));
const detail = z.object({
  token: z.string().nullable().default(null),
  trashItems: z.array(z.string()).default([]),
  compare: z
    .object({
      depth: z.enum(DEPTHS),
      resync: z.boolean(),
      detectsMultiMaster: z.boolean(),
      answerMs: z.number().nullable(),
    })
    .exactOptional(),
  driftItems: items.exactOptional(),
  refused: items.exactOptional(),
  reason: z.string().exactOptional(),
});

/** The modules of a request; throws when they can't be read. */
export const readModules = (text: string): readonly ModuleName[] => modules.parse(JSON.parse(text));

/** The phase of a run; throws for an unknown one. */
export const readPhase = (text: string): RunPhase => phase.parse(text);

export const readKind = (text: string): RequestKind => kind.parse(text);

export const readDetail = (text: string): RequestDetail => detail.parse(JSON.parse(text));
