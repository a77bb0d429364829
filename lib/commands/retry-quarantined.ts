import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { leaveRequest } from "#lib/commands/leave-request.ts";
import { parse } from "#lib/commands/parse.ts";
import { itemsMeant } from "#lib/commands/quarantined-asked.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, flag, moduleSelection, poolFqdn, refusedItems } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import { isTellable, placeOf } from "#lib/domain/quarantine.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: moduleSelection.default("All"),
  refusedItems: refusedItems.optional(),
  all: flag.default(false),
  ...changing,
});

/** Restart-CsQuarantinedItem: sends refused items now, one request a module; what was skipped of them is so no longer. */
export async function retryQuarantined(
  ctx: Context,
  raw: unknown,
): Promise<{ readonly Requests: readonly RequestView[] } | Foreseen> {
  const { whatIf, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.retryQuarantined, asked.pool);
  const meant = (await itemsMeant(ctx, asked)).map(({ lane, items }) => ({
    lane,
    refused: items.filter(({ item }) => isTellable(item)).map(({ item: { table, key } }) => ({ table, key })),
    untold: items.find(({ item }) => !isTellable(item)),
  }));
  const untold = meant.find((one) => one.untold !== undefined && (!asked.all || one.refused.length === 0))?.untold;
  if (untold !== undefined) throw noText(placeOf(untold.item));
  const count = meant.reduce((sum, { refused }) => sum + refused.length, 0);
  if (whatIf) return foreseen(`Would send ${count === 1 ? "1 item" : `${count} items`} of ${asked.pool} again now.`);
  const Requests: RequestView[] = [];
  for (const { lane, refused } of meant) {
    if (refused.length === 0) continue;
    const detail = { ...NO_DETAIL, refused };
    Requests.push(
      await leaveRequest(ctx, { what: "retry", from: lane.from, to: lane.to, modules: [lane.module], detail }),
    );
  }
  return { Requests };
}

function noText(place: string): Problem {
  const hint = "Change or delete it on its pool: it leaves again by itself then.";
  return new Problem("bad-input", `The key of ${place} is no text, so it cannot be asked for by name.`, hint, "Id");
}
