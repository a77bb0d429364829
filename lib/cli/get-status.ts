import { z } from "zod";
import { duration } from "#lib/domain/duration.ts";
import { REASONS, type ReasonCode } from "#lib/domain/reasons.ts";
import { type Cmdlet, force, pool } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";
import { list, table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const moduleStatus = z.object({
  Identity: z.string(),
  ExportStatus: z.string(),
  ImportStatus: z.string(),
  Reason: z.string().nullable(),
  AsOf: z.string().nullable(),
  PendingItems: z.number().nullable(),
  UnackedPackages: z.number().nullable(),
  SecondsAtRisk: z.number().nullable(),
  LastError: z.object({ Sentence: z.string(), Path: z.string().nullable() }).nullable(),
  UnknownSince: z.string().nullable(),
});

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
    { key: "category", is: "optional", says: "Only modules of CMS, UserData or RGS." },
    { key: "module", is: "optional", says: "Only this module: PresenceFocus, ConfServices.DataConf, ..." },
    force,
  ],
  example: "Get-CsBackupServiceStatus -PoolFqdn pool1.pairkeeper.test",
  async run({ pool: asked, category, module }, api) {
    const query = new URLSearchParams();
    if (typeof category === "string") query.set("category", category);
    if (typeof module === "string") query.set("backupModule", module);
    const json = await api.get(poolPath(asked, `status?${query}`));
    return { json, text: text(readAnswer(poolStatus, json)) };
  },
};

function text({ BackupModules: modules, ...head }: z.infer<typeof poolStatus>): string {
  const parts = [list(head)];
  if (modules.length > 0) parts.push(table(modules.map(row)));
  return [...parts, ...modules.flatMap(explained)].join("\n\n");
}

function row(module: z.infer<typeof moduleStatus>) {
  return {
    Identity: module.Identity,
    ExportStatus: module.ExportStatus,
    ImportStatus: module.ImportStatus,
    PendingItems: module.PendingItems,
    UnackedPackages: module.UnackedPackages,
    AtRisk: module.SecondsAtRisk === null ? null : duration(module.SecondsAtRisk * 1000),
    AsOf: module.AsOf,
  };
}

function explained({ Identity, Reason, LastError, UnknownSince }: z.infer<typeof moduleStatus>): string[] {
  if (Reason === null) return [];
  const words = isReason(Reason) ? REASONS[Reason] : { says: Reason, next: "" };
  const lines = [`${Identity}: ${words.says} ${words.next}`.trimEnd()];
  if (UnknownSince !== null) lines.push(`  Unknown since ${UnknownSince}.`);
  if (LastError !== null) lines.push(`  ${LastError.Sentence}${LastError.Path === null ? "" : ` (${LastError.Path})`}`);
  return [lines.join("\n")];
}

function isReason(code: string): code is ReasonCode {
  return Object.hasOwn(REASONS, code);
}
