import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { SparklinesView, SparklineView } from "#lib/domain/lane-history.ts";
import type { PoolFqdn, PoolPair } from "#lib/domain/pool.ts";
import { SPARK_SLOT_MS, SPARK_SLOTS, type SparkPoint } from "#lib/ports/history.ts";

/** The small charts of all pairs: what was at risk in each direction over the last six hours, its modules together. */
export async function getSparklines(ctx: Context, raw: unknown = {}): Promise<SparklinesView> {
  parse(z.strictObject({}), raw);
  requireRole(ctx, NEEDED_ROLE.getSparklines);
  const { pairs } = await ctx.ledger.topology();
  const sparks = new Map<string, (readonly SparkPoint[])[]>();
  for (const { lane, points } of await ctx.history.sparks()) {
    const key = `${lane.from} ${lane.to}`;
    sparks.set(key, [...(sparks.get(key) ?? []), points]);
  }
  const last = Math.floor(ctx.clock.now() / SPARK_SLOT_MS); // that one is not over
  const direction = (From: PoolFqdn, To: PoolFqdn): SparklineView => ({
    From,
    To,
    SecondsAtRisk: most(sparks.get(`${From} ${To}`) ?? [], last - SPARK_SLOTS),
  });
  return {
    From: isoInstant((last - SPARK_SLOTS) * SPARK_SLOT_MS),
    To: isoInstant(last * SPARK_SLOT_MS),
    StepSeconds: SPARK_SLOT_MS / 1000,
    Directions: pairs.flatMap(({ a, b }: PoolPair) => [direction(a, b), direction(b, a)]),
  };
}

function most(lanes: readonly (readonly SparkPoint[])[], first: number): readonly (number | null)[] {
  const found: (number | null)[] = Array.from({ length: SPARK_SLOTS }, () => null);
  for (const [slot, riskMs] of lanes.flat()) {
    const place = slot - first;
    if (place >= 0 && place < SPARK_SLOTS) found[place] = Math.max(found[place] ?? 0, Math.floor(riskMs / 1000));
  }
  return found;
}
