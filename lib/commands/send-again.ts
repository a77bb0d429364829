import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { laneAsked } from "#lib/commands/lane-asked.ts";
import { leaveRequest } from "#lib/commands/leave-request.ts";
import { refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, driftItems, oneModule, poolFqdn } from "#lib/commands/schemas.ts";
import type { Drift, ItemKey } from "#lib/domain/compare.ts";
import { isMendable, NOTHING_KEPT, nameOfItem } from "#lib/domain/drift-list.ts";
import type { Lane } from "#lib/domain/lane.ts";
import { Problem } from "#lib/domain/problem.ts";

export const Input = z.strictObject({ pool: poolFqdn, module: oneModule, items: driftItems.default([]), ...changing });

/**
 * Sends again what a compare found to differ on the standby: these items, or all. They wait with everything else that changed, and
 * leave the list when a look at both sides has shown that they are the same.
 */
export async function sendAgain(ctx: Context, raw: unknown): Promise<RequestView | Foreseen> {
  const { pool, module, items, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.sendAgain, pool);
  const lane = laneAsked(ctx, await ctx.ledger.topology(), pool, module);
  refuseElsewhere(ctx, pool);
  const { drift } = (await ctx.ledger.compares(lane)) ?? NOTHING_KEPT;
  const due = chosen(lane, drift, items);
  if (whatIf)
    return foreseen(`Would send ${due === 1 ? "1 item" : `${due} items`} of ${lane.module} again to ${lane.to}.`);
  return leaveRequest(ctx, {
    what: "send-again",
    from: lane.from,
    to: lane.to,
    modules: [lane.module],
    detail: { token: null, trashItems: [], driftItems: items },
  });
}

/** How many items are meant; refuses what is not on the list, and what sending again cannot mend. */
function chosen(lane: Lane, drift: readonly Drift[], items: readonly ItemKey[]): number {
  const known = new Map(drift.map((one) => [nameOfItem(one), one]));
  const found = items.map((item) => known.get(nameOfItem(item)));
  const at = found.indexOf(undefined);
  const missing = items[at];
  if (missing !== undefined)
    throw new Problem(
      "unknown-item",
      `${missing.table} ${missing.key.slice(0, 100)} is not on the list of what differs.`,
      "Get-CsReplicationDrift shows the list as it is now.",
      "Items",
    );
  const mendable = (items.length === 0 ? drift : found.filter((one) => one !== undefined)).filter(isMendable);
  if (mendable.length > 0) return mendable.length;
  const isOwned = drift.length > 0;
  throw new Problem(
    "nothing-differs",
    isOwned
      ? `What differs of ${lane.module} is owned by both pools: sending it again mends nothing.`
      : `Nothing of ${lane.module} is known to differ on ${lane.to}.`,
    isOwned ? "Delete it on the pool where it does not belong." : "Debug-CsInterPoolReplication looks for it.",
    "BackupModule",
  );
}
