import type { AuditQuery } from "#components/audit/audit-filter.tsx";
import type { ToldRecord } from "#components/audit/audit-list.tsx";
import type { Context } from "#lib/auth/context.ts";
import { getAudit } from "#lib/commands/get-audit.ts";
import { changes } from "#lib/commands/journal-view.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";

/** What a request tells that names nothing more than its pools and modules. */
const NO_DETAIL_TEXT = JSON.stringify(NO_DETAIL);

/** What was found, and why nothing could be. */
export type FoundAudit = {
  readonly records: readonly ToldRecord[];
  readonly next: string | null;
  readonly problem: string | null;
};

/** A page of the audit, by a filter as it stands in the address. */
export async function readAudit(ctx: Context, query: AuditQuery): Promise<FoundAudit> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ""));
  try {
    const { Records, Next } = await getAudit(ctx, given);
    const records = Records.map((record) => ({
      ...record,
      Changes: changes(record.Before, record.After).filter(
        ({ After }) => After !== record.Action && After !== NO_DETAIL_TEXT,
      ),
    }));
    return { records, next: Next, problem: null };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    return { records: [], next: null, problem: `${thrown.sentence} ${thrown.hint}` };
  }
}
