import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { AUDIT_FILTER, auditAsked } from "#lib/commands/audit-asked.ts";
import { recordView } from "#lib/commands/audit-view.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { type AUDIT_FORMATS, oneOfFormats } from "#lib/commands/schemas.ts";
import type { AuditRecordView } from "#lib/domain/audit-record.ts";
import type { AuditQuestion } from "#lib/ports/audit-log.ts";

export const Input = z.strictObject({ ...AUDIT_FILTER, format: oneOfFormats.default("JsonLines") });

const PIECE = 500;

/** The audit as one file, the oldest first: its type, its name's ending, and its text piece by piece. */
export type ExportedAudit = { readonly type: string; readonly ending: string; readonly pieces: AsyncIterable<string> };

/** Export-CsAuditRecord: a record a line. Nothing is read before the first piece is asked for. */
export function exportAudit(ctx: Context, raw: unknown = {}): ExportedAudit {
  const { format, ...filter } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.exportAudit, filter.pool);
  const { head, line, ...file } = FORMATS[format];
  return { ...file, pieces: pieces(ctx, auditAsked(filter), head, line) };
}

async function* pieces(ctx: Context, asked: AuditQuestion, head: string, line: (record: AuditRecordView) => string) {
  yield head;
  for (let above = 0; ; ) {
    const rows = await ctx.audit.oldest(asked, above, PIECE);
    if (rows.length > 0) yield rows.map((row) => line(recordView(row))).join("");
    if (rows.length < PIECE) return;
    above = rows.at(-1)?.n ?? above;
  }
}

const COLUMNS = [
  "N",
  "At",
  "Actor",
  "Role",
  "Door",
  "Action",
  "Subject",
  "Reason",
  "Before",
  "After",
  "Previous",
  "Hash",
] as const satisfies readonly (keyof AuditRecordView)[];

const FORMATS = {
  JsonLines: {
    type: "application/jsonl; charset=utf-8",
    ending: "jsonl",
    head: "",
    line: (record: AuditRecordView) => `${JSON.stringify(record)}\n`,
  },
  Csv: {
    type: "text/csv; charset=utf-8",
    ending: "csv",
    head: `${COLUMNS.join(",")}\r\n`,
    line: (record: AuditRecordView) => `${COLUMNS.map((column) => cell(record[column])).join(",")}\r\n`,
  },
} as const satisfies Record<(typeof AUDIT_FORMATS)[number], object>;

/** RFC 4180; what a spreadsheet would take for a formula is made text. */
function cell(value: unknown): string {
  const text = value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
