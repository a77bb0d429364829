import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { backupPoolOf } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { category, moduleSelection, poolFqdn, reading } from "#lib/commands/schemas.ts";
import { listedModules, selectModules } from "#lib/commands/select-modules.ts";
import { readEvidence, statusQuestion } from "#lib/commands/status-question.ts";
import { type PoolStatus, poolStatus } from "#lib/domain/status.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: moduleSelection.default("All"),
  category: category.optional(),
  ...reading,
});

/** Get-CsBackupServiceStatus: computed now from the engine's evidence; a dead engine is an answer too (D3, D15, D20). */
export async function getStatus(ctx: Context, raw: unknown): Promise<PoolStatus> {
  const asked = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getStatus, asked.pool);
  const heard = await readEvidence(ctx);
  const partner = backupPoolOf(heard.evidence.topology, asked.pool);
  const modules = selectModules(listedModules(ctx.modules, heard.evidence.configuration), asked.module).filter(
    (module) => asked.category === undefined || module.category === asked.category,
  );
  return poolStatus(statusQuestion(ctx, heard, asked.pool, partner, modules));
}
