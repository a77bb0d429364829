import { z } from "zod";
import type { Ack } from "#lib/domain/ack.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { FAULT_CODES } from "#lib/domain/fault.ts";
import type { Epoch, Manifest, ManifestHash } from "#lib/domain/package.ts";
import { type PoolFqdn, poolFqdn } from "#lib/domain/pool.ts";
import { MOST_NAMED } from "#lib/domain/quarantine.ts";
import { MOST_LEFT_ALONE, RETURN_CASES, type ReturnReceipt } from "#lib/domain/return-receipt.ts";
import { SOURCES } from "#lib/domain/returned.ts";
import { OWN_STATES, STORE_STATES } from "#lib/domain/store-state.ts";
import { fileLists, folderItems, partFaces, safePaths } from "./manifest-lists.ts";

/* What lies in a BackupStore was written by another process, perhaps by another machine: it is parsed, never believed. */

export const pool = z.string().transform((text, context): PoolFqdn => {
  const name = poolFqdn(text);
  if (name !== null && name === text) return name;
  context.addIssue({ code: "custom", message: "not an FQDN" });
  return z.NEVER;
});
export const whole = z.number().int().nonnegative();
/** Ids and stamps: whoever made them, they are short. */
export const label = z.string().min(1).max(200);
const epoch = z
  .number()
  .int()
  .positive()
  .transform((value) => value as Epoch);
const seq = z.number().int().positive();
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const hash = sha256.transform((value) => value as ManifestHash);
const partName = z.string().regex(/^\d{6}$/);
const lane = z.strictObject({ from: pool, to: pool, module: z.string().transform((name) => name as ModuleName) });

const instant = z.iso.datetime();
const rowLines = { oldestAt: instant, table: z.string(), rows: whole, part: partName };
const columns = z.array(z.string());

const batch = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("rows"), ...rowLines, columns }),
  z.strictObject({ is: z.literal("rows-moved"), ...rowLines, columns }),
  z.strictObject({ is: z.literal("rows-gone"), ...rowLines }),
  z.strictObject({ is: z.literal("files"), oldestAt: instant, folders: folderItems, files: fileLists }),
  z.strictObject({ is: z.literal("files-gone"), oldestAt: instant, paths: safePaths }),
]);

const manifest = z.strictObject({
  format: z.literal(2),
  lane,
  dataSet: pool,
  epoch,
  seq,
  previous: hash.nullable(),
  acked: z.strictObject({ epoch, seq }).optional(),
  request: z
    .strictObject({ id: z.string(), source: z.enum(SOURCES), closes: z.boolean(), apart: z.int().min(0).optional() })
    .nullable(),
  cutOff: instant,
  batches: z.array(batch),
  parts: partFaces,
});

const quarantined = z.strictObject({
  table: z.string(),
  key: z.string(),
  code: z.enum(FAULT_CODES),
  sentence: z.string(),
  since: instant,
  // A service of before does not tell these.
  triedIn: z.string().nullable().default(null),
  triedAt: instant.nullable().default(null),
  tries: whole.default(1),
});
const quarantine = z.strictObject({
  items: whole,
  oldestAt: instant.nullable(),
  named: z.array(quarantined).max(MOST_NAMED),
});

const receipt = z.strictObject({
  requestId: z.string(),
  placed: whole,
  placedBytes: whole,
  identical: whole,
  different: whole,
  deletedByOwner: whole,
  inFlight: whole,
  refused: whole,
  leftAlone: z
    .array(z.strictObject({ is: z.enum(RETURN_CASES), table: z.string(), key: z.string() }))
    .max(MOST_LEFT_ALONE),
  closedAt: instant.nullable(),
}) satisfies z.ZodType<ReturnReceipt>;

const ack = z.strictObject({
  format: z.literal(1),
  applied: z.strictObject({ epoch, seq, hash }).nullable(),
  expects: z.strictObject({ epoch, seq }).nullable(),
  quarantine: quarantine.nullable(),
  canary: z.strictObject({ number: whole }).nullable().default(null),
  resend: z.boolean(),
  writer: z.string(),
  beat: whole,
  standbyStoreId: z.string().nullable(),
  standby: z.enum(STORE_STATES),
  own: z.enum(OWN_STATES).nullable(),
  receipt: receipt.nullable(),
  importState: z.enum(["Unknown", "NotInitialized", "ErrorState", "NormalState"]),
  lastError: z.strictObject({ code: z.string(), sentence: z.string(), at: instant }).nullable(),
  at: instant,
  freeBytes: whole.nullable(),
});

/** Null when the text is no manifest of this format. */
export function readManifest(text: string): Manifest | null {
  return read(manifest, text);
}

/** Null when the text is no ack of this format. */
export function readAck(text: string): Ack | null {
  return read(ack, text);
}

function read<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
