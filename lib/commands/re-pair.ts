import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type NewPairView, newPair, pairRefusals, warningsOf } from "#lib/commands/new-pair.ts";
import { backupPoolOf, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { removePair } from "#lib/commands/remove-pair.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { poolFqdn } from "#lib/commands/schemas.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

export const Input = z.strictObject({ pool: poolFqdn, backupPool: poolFqdn });

/** A pool with another partner than before; the former one has none. */
export type RePairedView = NewPairView & { readonly FormerBackupPoolFqdn: PoolFqdn };

/** What it would do: who is left without a partner, and what is warned of. Leaves no trace. */
export async function foreseeRePair(
  ctx: Context,
  raw: unknown,
): Promise<Pick<RePairedView, "FormerBackupPoolFqdn" | "Warnings">> {
  const { pool, backupPool } = parse(Input, raw);
  for (const one of [pool, backupPool]) requireRole(ctx, NEEDED_ROLE.foreseeRePair, one);
  const topology = await ctx.ledger.topology();
  const former = backupPoolOf(topology, pool);
  requireRole(ctx, NEEDED_ROLE.foreseeRePair, former);
  // What holds once the pool has no partner: the new one is judged before anything is parted.
  const parted = { ...topology, pairs: topology.pairs.filter(({ a, b }) => a !== pool && b !== pool) };
  if (backupPool === former) pairRefusals(topology, pool, backupPool);
  pairRefusals(parted, pool, backupPool);
  for (const one of [pool, backupPool]) refuseElsewhere(ctx, one);
  return { FormerBackupPoolFqdn: former, Warnings: await warningsOf(ctx, pool, backupPool) };
}

/**
 * Remove-CsPoolPair and New-CsPoolPair in one go: what would refuse the second is found before the first. Nothing that the
 * former pair knew is relied on, and what each former partner holds of the other stays until somebody removes it (DOMAIN 10
 * no. 23).
 */
export async function rePair(ctx: Context, raw: unknown): Promise<RePairedView> {
  const { pool, backupPool } = parse(Input, raw);
  for (const one of [pool, backupPool]) requireRole(ctx, NEEDED_ROLE.rePair, one);
  requireConfirmed(ctx, "for-good");
  const { FormerBackupPoolFqdn } = await foreseeRePair(ctx, raw);
  await removePair(ctx, { pool });
  const made = await newPair(ctx, { pool, backupPool });
  if ("WhatIf" in made) throw new Error("it was to be done, not told");
  return { ...made, FormerBackupPoolFqdn };
}
