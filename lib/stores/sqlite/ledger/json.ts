import { z } from "zod";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { CMS_ROLES } from "#lib/domain/cms-role.ts";
import { type CompareReceipt, DEPTHS, type LaneCompare, type Verified } from "#lib/domain/compare.ts";
import type { Attempt, ExportReport, ImportReport, PartnerWord } from "#lib/domain/evidence.ts";
import { MISSED } from "#lib/domain/evidence.ts";
import { FAULT_CODES } from "#lib/domain/fault.ts";
import type { ImportState } from "#lib/domain/import-state.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { LaneLoss } from "#lib/domain/loss.ts";
import type { Epoch } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Quarantine, Skip } from "#lib/domain/quarantine.ts";
import { OWN_STATES, STORE_STATES } from "#lib/domain/store-state.ts";

// What the ledger holds as JSON was written by another process, perhaps of another version: it is read as at any door.

const pool = z.string().transform((text) => text as PoolFqdn);
const module = z.string().transform((text) => text as ModuleName);
const instant = z.number();
const count = z.number();

const lane = z.object({ from: pool, to: pool, module }) satisfies z.ZodType<Lane>;

const attempt = z.discriminatedUnion("is", [
  z.object({ is: z.literal("none") }),
  z.object({ is: z.literal("ended"), at: instant }),
  z.object({
    is: z.literal("failed"),
    fault: z.object({
      code: z.enum(FAULT_CODES),
      sentence: z.string(),
      path: z.string().nullable(),
      firstAt: instant,
      at: instant,
      count,
    }),
  }),
]) satisfies z.ZodType<Attempt>;

const IMPORT_STATES = ["Unknown", "NotInitialized", "ErrorState", "NormalState"] as const satisfies ImportState[];

const quarantine = z.object({
  items: count,
  oldestAt: z.string().nullable(),
  named: z.array(
    z.object({
      table: z.string(),
      key: z.string(),
      code: z.enum(FAULT_CODES),
      sentence: z.string(),
      since: z.string(),
      triedIn: z.string().nullable(),
      triedAt: z.string().nullable(),
      tries: count,
    }),
  ),
}) satisfies z.ZodType<Quarantine>;

const skip = z.object({
  table: z.string(),
  key: z.string(),
  upTo: z.object({ epoch: count.transform((value) => value as Epoch), seq: count }),
  by: z.string(),
  reason: z.string(),
  at: z.string(),
}) satisfies z.ZodType<Skip>;

const partner = z.object({
  heardAt: instant.nullable(),
  importState: z.enum(IMPORT_STATES),
  lastError: z.string().nullable(),
  standby: z.enum(STORE_STATES),
  own: z.enum(OWN_STATES).nullable(),
  isSameStore: z.boolean(),
  quarantine: quarantine.nullable(),
}) satisfies z.ZodType<PartnerWord>;

const loss = z.object({
  counts: z.object({ users: count, conferences: count, files: count, documents: count, others: count }),
  unnamed: count,
  since: instant.nullable(),
  at: instant,
}) satisfies z.ZodType<LaneLoss>;

const verified = {
  depth: z.enum(DEPTHS),
  at: instant,
  equal: count,
  read: count,
  changing: count,
  held: count,
  refused: count,
  unnamed: count,
};

export const verifiedEqual = z.object(verified) satisfies z.ZodType<Verified>;

export const compareReceipt = z.object({
  ...verified,
  isScheduled: z.boolean(),
  endedAt: instant,
  different: count,
  missing: count,
  extra: count,
  ownedByBoth: count,
  ranges: count,
  opened: count,
}) satisfies z.ZodType<CompareReceipt>;

const laneCompare = z.object({
  last: compareReceipt.nullable(),
  verified: verifiedEqual.nullable(),
  drift: count,
  ownedByBoth: count,
  driftSince: instant.nullable(),
}) satisfies z.ZodType<LaneCompare>;

const role = z.enum(CMS_ROLES).nullable();

const exportReport = z.object({
  lane,
  role,
  runId: z.string(),
  at: instant,
  startedAt: instant,
  attempt,
  cutOff: z.object({ at: instant, closed: z.boolean() }).nullable(),
  missed: z.enum(MISSED).nullable(),
  countedAt: instant.nullable(),
  pendingItems: count,
  goneItems: count,
  heldItems: count,
  held: z.object({ items: count, token: z.string(), since: z.string(), named: z.array(z.string()) }).nullable(),
  pendingBytes: count.nullable(),
  leftOver: count,
  inFlightItems: count,
  inFlightBytes: count,
  unackedPackages: count,
  oldestUnackedAt: instant.nullable(),
  oldestChangeAt: instant.nullable(),
  loss: loss.nullable(),
  ignoredItems: count.nullable(),
  partner: partner.nullable(),
  skips: z.array(skip),
  canary: z
    .object({ delayMs: count.nullable(), arrivedAt: instant.nullable(), waitingSince: instant.nullable() })
    .nullable(),
  nextCycleAt: instant.nullable(),
  lastCycleAt: instant.nullable(),
  lastScanAt: instant.nullable(),
  lastFinalAt: instant.nullable(),
  limitLiftedUntil: instant.nullable(),
  compare: laneCompare.nullable(),
  progressAt: instant,
  traffic: z.object({ sentItems: count, sentBytes: count, ackedItems: count, ackedBytes: count }),
  measured: z
    .object({
      cycles: count,
      arrivedItemsPerMs: count,
      arrivedBytesPerMs: count.nullable(),
      sentItems: count,
      sentBytes: count,
      peakMs: count,
      growthMs: count,
    })
    .nullable(),
}) satisfies z.ZodType<ExportReport>;

const importReport = z.object({
  lane,
  role,
  runId: z.string(),
  at: instant,
  attempt,
  lastImportAt: instant.nullable(),
  quarantine: quarantine.nullable(),
  progressAt: instant,
}) satisfies z.ZodType<ImportReport>;

/** Null for text that is no export report of this version: it is as if the engine had not spoken yet, and it soon will. */
export const readExportReport = (text: string): ExportReport | null => read(exportReport, text);

/** The same for an import report. */
export const readImportReport = (text: string): ImportReport | null => read(importReport, text);

function read<T>(shape: z.ZodType<T>, text: string): T | null {
  const found = shape.safeParse(JSON.parse(text)); // the table's CHECK promises that it is JSON
  return found.success ? found.data : null;
}
