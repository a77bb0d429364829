import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { backupPoolOf } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { text } from "#lib/commands/read-as.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { poolFqdn, truth } from "#lib/commands/schemas.ts";
import { findModule } from "#lib/domain/backup-module.ts";
import { asFault } from "#lib/domain/fault.ts";
import { isoInstant } from "#lib/domain/instant.ts";

export const Input = z.strictObject({ pool: poolFqdn, module: text, isStandby: truth.default(false) });

/** What the partner holds of what a restore could bring back, as of a moment. `IsAll`: false when it was too much to count in time. */
export type RestoreForesight = {
  readonly Items: number;
  /** What they are called. */
  readonly Item: { readonly One: string; readonly Many: string };
  /** Null where they are not counted. */
  readonly Bytes: number | null;
  readonly IsAll: boolean;
  readonly AsOf: string;
};

/**
 * How much stands on the partner of what this pool lost, before anything is asked for: no restore brings back more. That is
 * the copy of this pool's data set, or with `isStandby` the partner's own. Null when it cannot be counted: another service
 * runs the partner, or its store is lost.
 */
export async function foreseeRestore(ctx: Context, raw: unknown): Promise<RestoreForesight | null> {
  const asked = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.foreseeRestore, asked.pool);
  const partner = backupPoolOf(await ctx.ledger.topology(), asked.pool);
  const module = findModule(ctx.modules, asked.module);
  if (module === null || !ctx.pools.has(partner)) return null;
  const at = isoInstant(ctx.clock.now());
  try {
    const holding = await ctx.holdings.count(partner, asked.isStandby ? partner : asked.pool, module.name);
    return (
      holding && {
        Items: holding.items,
        Item: { One: module.item.one, Many: module.item.many },
        Bytes: holding.bytes,
        IsAll: holding.isAll,
        AsOf: at,
      }
    );
  } catch (thrown) {
    if (asFault(thrown).code === "store-lost") return null;
    throw thrown;
  }
}
