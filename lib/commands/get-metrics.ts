import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { pairsView } from "#lib/commands/get-pairs.ts";
import { laneFamilies, ownStatuses, poolFamilies } from "#lib/commands/metric-families.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { totalFamilies, trafficFamilies } from "#lib/commands/total-families.ts";
import type { Family } from "#lib/domain/exposition.ts";
import { TARGET_SECONDS } from "#lib/domain/target.ts";

/**
 * Everything that monitoring reads, judged now: what is not known is Unknown or is not there, so that no figure of before
 * looks like one of now (PRODUCT A2).
 */
export async function getMetrics(ctx: Context, raw: unknown = {}): Promise<readonly Family[]> {
  parse(z.strictObject({}), raw);
  requireRole(ctx, NEEDED_ROLE.getMetrics);
  const view = await pairsView(ctx);
  const statuses = ownStatuses(view, ctx.pools);
  const evidence = await ctx.ledger.evidence();
  const run = ctx.engine.now();
  const heardAt = view.Engine.HeardAt === null ? [] : [Date.parse(view.Engine.HeardAt) / 1000];
  const one = (value: number) => [{ labels: {}, value }];
  return [
    {
      name: "pairkeeper_engine_up",
      type: "gauge",
      help: "1 while the sync engine is heard, else 0.",
      samples: one(view.Engine.IsHeard ? 1 : 0),
    },
    {
      name: "pairkeeper_engine_heard_timestamp_seconds",
      type: "gauge",
      help: "When the sync engine was last heard, by its own clock.",
      samples: heardAt.map((value) => ({ labels: {}, value })),
    },
    {
      name: "pairkeeper_engine_exits_total",
      type: "counter",
      help: "How many times the sync engine ended since this server started.",
      samples: one(run.exits),
    },
    {
      name: "pairkeeper_sync_interval_seconds",
      type: "gauge",
      help: "The time between cycles, as it is set.",
      samples: one(evidence.configuration.syncInterval / 1000),
    },
    {
      name: "pairkeeper_at_risk_target_seconds",
      type: "gauge",
      help: "A change without a second copy for longer than this is beyond the target.",
      samples: one(TARGET_SECONDS),
    },
    {
      name: "pairkeeper_open_requests",
      type: "gauge",
      help: "Requests of which a part has not ended.",
      samples: one(evidence.requests.filter(({ runs }) => runs.some(({ endedAt }) => endedAt === null)).length),
    },
    ...poolFamilies(statuses),
    ...laneFamilies(statuses),
    ...trafficFamilies(evidence, view.Engine.IsHeard ? run.runId : null),
    ...totalFamilies(await ctx.history.totals(), evidence.topology),
  ];
}
