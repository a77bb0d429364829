import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { exportLanes } from "#lib/commands/lanes-asked.ts";
import { leaveRequest } from "#lib/commands/leave-request.ts";
import { refuseElsewhere, refuseUnknown } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, poolFqdn } from "#lib/commands/schemas.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { pairWarnings } from "#lib/domain/pool-record.ts";
import { Problem } from "#lib/domain/problem.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { partnerOf, type Topology } from "#lib/domain/topology.ts";

export const Input = z.strictObject({ pool: poolFqdn, backupPool: poolFqdn, ...changing });

/** A pair that was made. What is not supported is warned of, not refused (DOMAIN 5). */
export type NewPairView = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly Warnings: readonly string[];
  /** The first push in each direction. */
  readonly Requests: readonly RequestView[];
};

/**
 * New-CsPoolPair: from now on the two back each other up. Everything is pushed once in both directions, which compares the
 * two sides: nothing that a pair of before knew is relied on (DOMAIN 10 no. 22, 23).
 */
export async function newPair(ctx: Context, raw: unknown): Promise<NewPairView | Foreseen> {
  const { pool: a, backupPool: b, whatIf } = parse(Input, raw);
  for (const pool of [a, b]) requireRole(ctx, NEEDED_ROLE.newPair, pool);
  pairRefusals(await ctx.ledger.topology(), a, b);
  for (const pool of [a, b]) refuseElsewhere(ctx, pool);
  const warnings = await warningsOf(ctx, a, b);
  if (whatIf)
    return foreseen([`Would pair ${a} and ${b} and push everything once in both directions.`, ...warnings].join(" "));
  if (!(await ctx.ledger.pair({ a, b }, ctx.actor))) {
    pairRefusals(await ctx.ledger.topology(), a, b);
    throw new Problem("already-paired", "Another change came in between.", "Look at Get-CsPool and try again.");
  }
  const push = async (from: PoolFqdn) =>
    leaveRequest(ctx, { what: "full-push", ...(await exportLanes(ctx, from, { module: "All" })), detail: NO_DETAIL });
  return { PoolFqdn: a, BackupPoolFqdn: b, Warnings: warnings, Requests: [await push(a), await push(b)] };
}

/** Throws what stands against pairing the two (DOMAIN 10 no. 22). */
export function pairRefusals(topology: Topology, a: PoolFqdn, b: PoolFqdn): void {
  refuseUnknown(topology, a);
  refuseUnknown(topology, b, "BackupPoolFqdn");
  if (a === b)
    throw new Problem(
      "bad-input",
      "A pool cannot back itself up.",
      "Give another pool as -BackupPoolFqdn.",
      "BackupPoolFqdn",
    );
  for (const [pool, field] of [
    [a, "PoolFqdn"],
    [b, "BackupPoolFqdn"],
  ] as const) {
    const partner = partnerOf(topology, pool);
    if (partner !== null)
      throw new Problem(
        "already-paired",
        `${pool} is paired with ${partner}.`,
        `Part them first: Remove-CsPoolPair -PoolFqdn ${pool}.`,
        field,
      );
  }
}

/** What the pair is fit to be warned of, and made all the same (DOMAIN 5). */
export async function warningsOf(ctx: Context, a: PoolFqdn, b: PoolFqdn): Promise<readonly string[]> {
  const records = await ctx.ledger.pools();
  const [first, second] = [a, b].map((pool) => records.find((record) => record.pool === pool));
  return first && second ? pairWarnings(first, second) : [];
}
