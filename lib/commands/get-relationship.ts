import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { backupPoolOf } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { poolFqdn, reading } from "#lib/commands/schemas.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

export const Input = z.strictObject({ pool: poolFqdn, ...reading });

export type RelationshipView = { readonly PoolFqdn: PoolFqdn; readonly BackupPoolFqdn: PoolFqdn };

/** Get-CsPoolBackupRelationship: which pool backs this one up. */
export async function getRelationship(ctx: Context, raw: unknown): Promise<RelationshipView> {
  const { pool } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getRelationship, pool);
  return { PoolFqdn: pool, BackupPoolFqdn: backupPoolOf(await ctx.ledger.topology(), pool) };
}
