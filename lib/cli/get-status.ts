import { z } from "zod";
import { duration } from "#lib/domain/duration.ts";
import { forecastWords } from "#lib/domain/forecast-words.ts";
import { REASONS, type ReasonCode } from "#lib/domain/reasons.ts";
import { type Cmdlet, force, localStore, pool, queryOf } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";
import { list } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const count = z.number().nullable();
const moment = z.string().nullable();

const moduleStatus = z.object({
  Identity: z.string(),
  ExportStatus: z.string(),
  ImportStatus: z.string(),
  Reason: z.string().nullable(),
  AsOf: moment,
  PendingItems: count,
  PendingBytes: count,
  UnackedPackages: count,
  OldestUnackedAt: moment,
  HeldItems: count,
  QuarantinedItems: count,
  SkippedItems: count,
  IgnoredItems: count,
  CanaryDelaySeconds: count,
  CanaryAsOf: moment,
  OldestChangeAt: moment,
  SecondsAtRisk: count,
  BreachAt: moment,
  DrainsAt: moment,
  DoesNotDrain: z.boolean(),
  NextCycleAt: moment,
  LastScanAt: moment,
  LastFinalAt: moment,
  VerifiedEqualAt: moment.default(null),
  VerifiedItems: count.default(null),
  VerifiedBy: z.string().nullable().default(null),
  DriftItems: count.default(null),
  LimitLiftedUntil: moment,
  LastError: z
    .object({ Side: z.string(), Code: z.string(), Sentence: z.string(), Path: z.string().nullable() })
    .nullable(),
  UnknownSince: moment,
});

type Module = z.infer<typeof moduleStatus>;

const poolStatus = z.object({
  PoolFqdn: z.string(),
  BackupPoolFqdn: z.string(),
  ActiveMachineFqdn: z.string().nullable(),
  AsOf: z.string(),
  OverallExportStatus: z.string(),
  OverallImportStatus: z.string(),
  BackupModules: z.array(moduleStatus),
});

/** Get-CsBackupServiceStatus: an answer in every state, also with a dead engine. */
export const getStatus: Cmdlet = {
  name: "Get-CsBackupServiceStatus",
  says: "How the backup modules of a pool are doing: what it exports to its partner and imports from it.",
  parameters: [
    pool,
    { key: "category", is: "optional", says: "Only modules of this category." },
    {
      key: "module",
      is: "optional",
      says: "Only this module: PresenceFocus, ConfServices.DataConf, ...",
      usual: "All",
    },
    localStore,
    force,
  ],
  example: "Get-CsBackupServiceStatus -PoolFqdn pool1.pairkeeper.test",
  async run(given, api) {
    const json = await api.get(poolPath(given.pool, `status?${queryOf(given, "category", "module")}`));
    return { json, text: text(readAnswer(poolStatus, json)) };
  },
};

/** The pool as a list with its modules in the original's short form, then each module as a list and in words. */
function text({ BackupModules: modules, ...head }: z.infer<typeof poolStatus>): string {
  const short = modules.map(
    ({ Identity, ExportStatus, ImportStatus }) => `${Identity}:[${ExportStatus},${ImportStatus}]`,
  );
  const pool = list({ ...head, BackupModules: `{${short.join(", ")}}` });
  return [pool, ...modules.map((module) => [list(fields(module, head.AsOf)), ...explained(module)].join("\n"))].join(
    "\n\n",
  );
}

function fields({ LastError: error, SecondsAtRisk, UnknownSince, ...module }: Module, now: string) {
  const { Reason, OldestChangeAt, NextCycleAt, LastScanAt, LastFinalAt, LimitLiftedUntil, ...more } = module;
  const {
    BreachAt,
    DrainsAt,
    DoesNotDrain,
    VerifiedEqualAt,
    VerifiedItems,
    VerifiedBy,
    CanaryDelaySeconds: delay,
    CanaryAsOf,
    ...counts
  } = more;
  return {
    ...counts,
    OldestChangeAt,
    AtRisk: SecondsAtRisk === null ? null : duration(SecondsAtRisk * 1000),
    Forecast: forecastWords({ BreachAt, DrainsAt, DoesNotDrain }, now).join(", ") || null,
    NextCycleAt,
    LastScanAt,
    LastFinalAt,
    CanaryDelay: delay === null ? null : `${delay} s, as of ${CanaryAsOf}`,
    VerifiedEqual: VerifiedEqualAt && verifiedWords(VerifiedEqualAt, VerifiedItems, VerifiedBy),
    LimitLiftedUntil,
    LastError:
      error === null ? null : `${error.Side} ${error.Code}: ${[error.Path, error.Sentence].filter(Boolean).join(": ")}`,
    Reason,
    UnknownSince,
  };
}

/** "2026-11-21T11:00:00.000Z, 1204 items, sampled" */
function verifiedWords(at: string, items: number | null, by: string | null): string {
  const how = by === "sample" ? ", sampled" : by === "stat" ? ", by size and time" : "";
  return `${at}, ${items ?? 0} items${how}`;
}

/** What the reason means and what to do about it; nothing when there is none. */
function explained({ Reason }: Module): string[] {
  if (Reason === null) return [];
  const words = isReason(Reason) ? REASONS[Reason] : null; // a newer server's word stands for itself
  return words === null ? [] : [`${words.says} ${words.next}`];
}

function isReason(code: string): code is ReasonCode {
  return Object.hasOwn(REASONS, code);
}
