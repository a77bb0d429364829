import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { AUDIT_FILTER, auditAsked } from "#lib/commands/audit-asked.ts";
import { recordView } from "#lib/commands/audit-view.ts";
import { parse } from "#lib/commands/parse.ts";
import { wholeNumber } from "#lib/commands/read-as.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { limit } from "#lib/commands/schemas.ts";
import type { AuditView } from "#lib/domain/audit-record.ts";

export const Input = z.strictObject({
  ...AUDIT_FILTER,
  next: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
  limit: limit.default(50),
});

/** Get-CsAuditRecord: who did what, through which door, why, and what it changed; the latest first, page by page. */
export async function getAudit(ctx: Context, raw: unknown = {}): Promise<AuditView> {
  const { next, limit: most, ...filter } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getAudit, filter.pool);
  const rows = await ctx.audit.latest(auditAsked(filter), next ?? null, most + 1);
  const page = rows.slice(0, most);
  const last = rows.length > most ? page.at(-1) : undefined;
  return { Records: page.map(recordView), Next: last === undefined ? null : String(last.n) };
}
