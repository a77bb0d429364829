import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { PAGING, pageOf } from "#lib/commands/page-of.ts";
import { refuseUnknown } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { type HeldItem, heldItems } from "#lib/commands/quarantined-asked.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { moduleSelection, poolFqdn } from "#lib/commands/schemas.ts";
import { selectModules } from "#lib/commands/select-modules.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";
import { isTellable, placeOf, skipOf } from "#lib/domain/quarantine.ts";
import type { QuarantinedView, QuarantineView } from "#lib/domain/quarantine-view.ts";

export const Input = z.strictObject({ pool: poolFqdn.optional(), module: moduleSelection.default("All"), ...PAGING });

/** Get-CsQuarantinedItem: what partners refused, by their last word, and who skipped what of it (DESIGN L12). */
export async function getQuarantinedItems(ctx: Context, raw: unknown = {}): Promise<QuarantineView> {
  const { pool, module, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getQuarantinedItems, pool);
  const modules = selectModules(ctx.modules, module);
  const evidence = await ctx.ledger.evidence();
  if (pool !== undefined) refuseUnknown(evidence.topology, pool);
  const found = heldItems(evidence, modules).filter(({ lane }) => pool === undefined || lane.from === pool);
  const items = found.flatMap((of) => of.items);
  const { page, next } = pageOf(items, ({ id, report }) => `${report.lane.from}/${id}`, asked);
  return {
    QuarantinedItems: page.map(viewOf),
    NotNamed: found.reduce((sum, { notNamed }) => sum + notNamed, 0),
    Next: next,
  };
}

function viewOf({ id, item, report, heardAt }: HeldItem): QuarantinedView {
  const skip = skipOf(item, report.skips);
  return {
    Id: id,
    PoolFqdn: report.lane.from,
    BackupPoolFqdn: report.lane.to,
    BackupModule: report.lane.module,
    Item: placeOf(item),
    Code: item.code,
    Sentence: item.sentence,
    FirstSeen: item.since,
    Tries: item.tries,
    LastTryAt: item.triedAt,
    NextTryAt: skip === null && isTellable(item) ? isoOrNull(report.nextCycleAt) : null,
    Skipped: skip && { By: skip.by, At: skip.at, Reason: skip.reason },
    AsOf: isoInstant(heardAt),
  };
}
