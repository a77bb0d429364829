import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { PAGING, pageOf } from "#lib/commands/page-of.ts";
import { refuseUnknown } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { poolFqdn } from "#lib/commands/schemas.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Edition, PoolRecord } from "#lib/domain/pool-record.ts";
import { partnerOf, type Topology } from "#lib/domain/topology.ts";

export const Input = z.strictObject({ pool: poolFqdn.optional(), ...PAGING });

/** A pool as doors tell it. */
export type PoolView = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn | null;
  readonly Site: string;
  readonly Edition: Edition;
  readonly IsCmsMaster: boolean;
  /** False while its stores are being made. */
  readonly IsMade: boolean;
  /** False where another service runs its engine. */
  readonly IsHere: boolean;
  /** Null: the place in the data folder. */
  readonly FileStore: string | null;
  readonly UserStore: string | null;
};

/** `Next` asks for the pools after these, and is null when that is all. */
export type PoolsView = { readonly Pools: readonly PoolView[]; readonly Next: string | null };

/** Get-CsPool: every pool of the deployment, paired or not. */
export async function getPools(ctx: Context, raw: unknown = {}): Promise<PoolsView> {
  const { pool, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getPools, pool);
  const topology = await ctx.ledger.topology();
  if (pool !== undefined) refuseUnknown(topology, pool);
  const all = await ctx.ledger.pools();
  const wanted = all.filter((record) => pool === undefined || record.pool === pool);
  const { page, next } = pageOf(wanted, (record) => record.pool, asked);
  return { Pools: page.map((record) => poolView(record, topology, ctx.pools)), Next: next };
}

/** One pool with its place in the topology. */
export function poolView(record: PoolRecord, topology: Topology, here: ReadonlySet<PoolFqdn>): PoolView {
  return {
    PoolFqdn: record.pool,
    BackupPoolFqdn: partnerOf(topology, record.pool),
    Site: record.site,
    Edition: record.edition,
    IsCmsMaster: topology.cmsMaster === record.pool,
    IsMade: record.isMade,
    IsHere: here.has(record.pool),
    FileStore: record.fileStore,
    UserStore: record.userStore,
  };
}
