import { z } from "zod";
import type { Ack } from "#lib/domain/ack.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Epoch, Manifest, ManifestHash } from "#lib/domain/package.ts";
import { isSafePath } from "#lib/domain/path-text.ts";
import { type PoolFqdn, poolFqdn } from "#lib/domain/pool.ts";

/* What lies in a BackupStore was written by another process, perhaps by another machine: it is parsed, never believed. */

const pool = z.string().transform((text, context): PoolFqdn => {
  const name = poolFqdn(text);
  if (name !== null && name === text) return name;
  context.addIssue({ code: "custom", message: "not an FQDN" });
  return z.NEVER;
});
const whole = z.number().int().nonnegative();
const epoch = z
  .number()
  .int()
  .positive()
  .transform((value) => value as Epoch);
const seq = z.number().int().positive();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const hash = sha256.transform((value) => value as ManifestHash);
const partName = z.string().regex(/^\d{6}$/);
const path = z.string().refine(isSafePath);
const lane = z.strictObject({ from: pool, to: pool, module: z.string().transform((name) => name as ModuleName) });

const item = z.discriminatedUnion("is", [
  z.strictObject({
    is: z.literal("file"),
    path,
    part: partName,
    mode: whole.max(0o777),
    mtimeNs: z.string().regex(/^-?\d{1,20}$/),
  }),
  z.strictObject({ is: z.literal("folder"), path, mode: whole.max(0o777) }),
]);

const batch = z.discriminatedUnion("is", [
  z.strictObject({
    is: z.literal("rows"),
    table: z.string(),
    columns: z.array(z.string()),
    keys: z.array(z.string()),
    part: partName,
  }),
  z.strictObject({ is: z.literal("files"), items: z.array(item) }),
]);

const manifest = z.strictObject({
  format: z.literal(1),
  lane,
  dataSet: pool,
  epoch,
  seq,
  previous: hash.nullable(),
  cutOff: z.iso.datetime(),
  batches: z.array(batch),
  parts: z.array(z.strictObject({ name: partName, bytes: whole, sha256 })),
});

const ack = z.strictObject({
  format: z.literal(1),
  applied: z.strictObject({ epoch, seq, hash }).nullable(),
  resend: z.boolean(),
  writer: z.string(),
  beat: whole,
  standbyStoreId: z.string().nullable(),
  standby: z.enum(["ok", "lost"]),
  importState: z.enum(["Unknown", "NotInitialized", "ErrorState", "NormalState"]),
  lastError: z.strictObject({ code: z.string(), sentence: z.string(), at: z.iso.datetime() }).nullable(),
  at: z.iso.datetime(),
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
