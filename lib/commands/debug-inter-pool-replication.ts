import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { exportLanes, type LanesAsked } from "#lib/commands/lanes-asked.ts";
import { leaveRequest } from "#lib/commands/leave-request.ts";
import { backupPoolOf, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { answerSeconds, changing, compareDirection, flag, moduleSelection, poolFqdn } from "#lib/commands/schemas.ts";
import type { CompareWish } from "#lib/domain/compare.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { isProblem } from "#lib/domain/problem.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: moduleSelection.default("All"),
  direction: compareDirection.default("both"),
  resyncSignatureMismatchItems: flag.default(false),
  suppressMultiMasterDetection: flag.default(false),
  databaseCommandTimeoutInSeconds: answerSeconds.optional(),
  sample: flag.default(false),
  ...changing,
});

/**
 * Debug-CsInterPoolReplication (DOMAIN 2.6): compares what a pool owns with its copy on the backup pool, and the other way round.
 * Leaves one request a direction and returns them; it can be asked again at any time, and moves nothing unless that is asked for.
 */
export async function debugInterPoolReplication(
  ctx: Context,
  raw: unknown,
): Promise<{ readonly Requests: readonly RequestView[] } | Foreseen> {
  const { pool, module, direction, whatIf, sample, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.debugInterPoolReplication, pool);
  const partner = backupPoolOf(await ctx.ledger.topology(), pool);
  const sides = direction === "both" ? [pool, partner] : [direction === "out" ? pool : partner];
  for (const side of sides) requireRole(ctx, NEEDED_ROLE.debugInterPoolReplication, side);
  if (direction !== "in") refuseElsewhere(ctx, pool);
  const lanes = await lanesOf(ctx, sides, module);
  const seconds = asked.databaseCommandTimeoutInSeconds;
  const wish: CompareWish = {
    depth: sample ? "sample" : "full",
    resync: asked.resyncSignatureMismatchItems,
    detectsMultiMaster: !asked.suppressMultiMasterDetection,
    answerMs: seconds === undefined ? null : seconds * 1000,
  };
  if (whatIf) return foreseen(wouldCompare(lanes, wish));
  const Requests: RequestView[] = [];
  for (const lane of lanes)
    Requests.push(
      await leaveRequest(ctx, { what: "compare", ...lane, detail: { token: null, trashItems: [], compare: wish } }),
    );
  return { Requests };
}

/** Each direction as far as it carries what was asked for: documents go from their master alone. */
async function lanesOf(ctx: Context, sides: readonly PoolFqdn[], module: string): Promise<readonly LanesAsked[]> {
  const lanes: LanesAsked[] = [];
  let refusal: unknown = null;
  for (const side of sides) {
    try {
      lanes.push(await exportLanes(ctx, side, { module }));
    } catch (thrown) {
      if (!isProblem(thrown) || !["not-cms-master", "pool-elsewhere"].includes(thrown.code)) throw thrown;
      refusal ??= thrown;
    }
  }
  if (lanes.length === 0) throw refusal;
  return lanes;
}

function wouldCompare(lanes: readonly LanesAsked[], { depth, resync }: CompareWish): string {
  const each = lanes.map(({ from, to, modules }) => `${modules.join(", ")} of ${from} with its copy on ${to}`);
  const then = resync ? ", and send again what differs" : "";
  return `Would compare ${depth === "sample" ? "a sample of " : ""}${each.join(", and ")}${then}.`;
}
