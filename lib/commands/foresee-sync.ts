import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { exportLanes, type LanesAsked } from "#lib/commands/lanes-asked.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { flag, moduleSelection, poolFqdn } from "#lib/commands/schemas.ts";
import type { ExportReport } from "#lib/domain/evidence.ts";
import type { Evidence } from "#lib/ports/ledger.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: moduleSelection.default("All"),
  force: flag.optional(),
  whatIf: flag.optional(),
});

/** Invoke-CsBackupServiceSync -WhatIf: what a push would do, as far as it is known before the two sides are compared. */
export async function foreseeSync(ctx: Context, raw: unknown): Promise<Foreseen> {
  const { pool, module } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.foreseeSync, pool);
  const lanes = await exportLanes(ctx, pool, { module });
  const evidence = await ctx.ledger.evidence();
  const what = `Would compare ${lanes.modules.join(", ")} of ${lanes.from} with ${lanes.to} and push what differs.`;
  return foreseen([what, waiting(evidence, lanes), running(evidence, lanes)].filter(Boolean).join(" "));
}

function waiting({ exports }: Evidence, { from, to, modules }: LanesAsked): string {
  const isAsked = ({ lane }: ExportReport) => lane.from === from && lane.to === to && modules.includes(lane.module);
  const asked = exports.filter(isAsked);
  const items = asked.reduce((sum, { pendingItems }) => sum + pendingItems, 0);
  const bytes = asked.reduce((sum: number | null, { pendingBytes }) => {
    return sum === null || pendingBytes === null ? null : sum + pendingBytes;
  }, 0);
  return `Known to wait now: ${items} items${bytes === null ? "" : `, ${bytes} bytes`}.`;
}

function running({ requests }: Evidence, { from, to }: LanesAsked): string {
  const open = requests.filter(
    ({ request, runs }) => request.from === from && request.to === to && runs.some((run) => run.endedAt === null),
  );
  return open.length === 0 ? "" : `Already asked for: ${open.map(({ request }) => request.id).join(", ")}.`;
}
