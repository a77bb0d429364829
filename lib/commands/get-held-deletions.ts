import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { PAGING, pageOf } from "#lib/commands/page-of.ts";
import { refuseUnknown } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { poolFqdn } from "#lib/commands/schemas.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { partnerOf } from "#lib/domain/topology.ts";

export const Input = z.strictObject({ pool: poolFqdn.optional(), ...PAGING });

/** A set of deletions that the guard holds back, as doors tell it; `Token` names exactly this set (DESIGN L10). */
export type HeldView = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly BackupModule: ModuleName;
  readonly Items: number;
  readonly Since: string;
  readonly Token: string;
  /** The first of them by name. */
  readonly Named: readonly string[];
  readonly AsOf: string;
};

/** `Next` asks for the sets after these, and is null when that is all. */
export type HeldDeletionsView = { readonly HeldDeletions: readonly HeldView[]; readonly Next: string | null };

/** Get-CsHeldDeletion: what the engine last said of deletions that it holds. */
export async function getHeldDeletions(ctx: Context, raw: unknown = {}): Promise<HeldDeletionsView> {
  const { pool, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getHeldDeletions, pool);
  const { topology, exports } = await ctx.ledger.evidence();
  if (pool !== undefined) refuseUnknown(topology, pool);
  const all = exports.flatMap(({ lane, held, at }): HeldView[] => {
    if (held === null || (pool !== undefined && lane.from !== pool)) return [];
    if (partnerOf(topology, lane.from) !== lane.to) return []; // of a pair of before
    const { items: Items, since: Since, token: Token, named: Named } = held;
    const where = { PoolFqdn: lane.from, BackupPoolFqdn: lane.to, BackupModule: lane.module };
    return [{ ...where, Items, Since, Token, Named, AsOf: isoInstant(at) }];
  });
  const { page, next } = pageOf(all, ({ PoolFqdn, BackupModule }) => `${PoolFqdn}/${BackupModule}`, asked);
  return { HeldDeletions: page, Next: next };
}
