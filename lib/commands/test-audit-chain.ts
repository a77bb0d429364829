import { z } from "zod";
import { type Context, requireRole, requireWhole } from "#lib/auth/context.ts";
import { faultSentence } from "#lib/commands/audit-view.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import type { AuditVerdictView } from "#lib/domain/audit-record.ts";
import { isoInstant } from "#lib/domain/instant.ts";

/** Test-CsAuditChain: reads the whole audit, and names the first row that is altered, missing or one too many. */
export async function testAuditChain(ctx: Context, raw: unknown = {}): Promise<AuditVerdictView> {
  parse(z.strictObject({}), raw);
  requireRole(ctx, NEEDED_ROLE.testAuditChain);
  requireWhole(ctx);
  const at = ctx.clock.now(); // what is done while it reads may be read or not
  const { rows, last, fault } = await ctx.audit.verify();
  return {
    IsWhole: fault === null,
    Records: rows,
    LastN: last.n,
    LastHash: last.hash,
    AsOf: isoInstant(at),
    Fault: fault && { N: fault.n, Is: fault.is, Sentence: faultSentence(fault) },
  };
}
