import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { leaveRequest } from "#lib/commands/leave-request.ts";
import { parse } from "#lib/commands/parse.ts";
import { type HeldItem, itemsMeant } from "#lib/commands/quarantined-asked.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, flag, moduleSelection, poolFqdn, reason, refusedItems } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import { isSameItem, MOST_SKIPPED } from "#lib/domain/quarantine.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: moduleSelection.default("All"),
  refusedItems: refusedItems.optional(),
  all: flag.default(false),
  reason,
  ...changing,
});

/**
 * Skip-CsQuarantinedItem: leaves refused items alone, one request a module. They stay in quarantine, by name and never Final,
 * and alarm nobody; one that leaves again, for it changed, is skipped no longer.
 */
export async function skipQuarantined(
  ctx: Context,
  raw: unknown,
): Promise<{ readonly Requests: readonly RequestView[] } | Foreseen> {
  const { whatIf, reason: why, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.skipQuarantined, asked.pool);
  const meant = await itemsMeant(ctx, asked);
  for (const { items } of meant) refuseTooMany(items);
  const count = meant.reduce((sum, { items }) => sum + items.length, 0);
  if (whatIf)
    return foreseen(`Would leave ${count === 1 ? "1 refused item" : `${count} refused items`} of ${asked.pool} alone.`);
  const who = { ...ctx, actor: { ...ctx.actor, reason: why } };
  const Requests: RequestView[] = [];
  for (const { lane, items } of meant) {
    const refused = items.map(({ item: { table, key } }) => ({ table, key }));
    const detail = { ...NO_DETAIL, refused, reason: why };
    Requests.push(
      await leaveRequest(who, { what: "skip", from: lane.from, to: lane.to, modules: [lane.module], detail }),
    );
  }
  return { Requests };
}

function refuseTooMany(items: readonly HeldItem[]): void {
  const skips = items[0]?.report.skips ?? [];
  const others = skips.filter((skip) => !items.some(({ item }) => isSameItem(item, skip)));
  if (others.length + items.length <= MOST_SKIPPED) return;
  throw new Problem(
    "too-many-skipped",
    `At most ${MOST_SKIPPED} items of a copy can be skipped, and ${others.length} are already.`,
    "So many are no bad items but a bad lane: look for what they have in common.",
    "Id",
  );
}
