import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { leaveRequest } from "#lib/commands/leave-request.ts";
import { partnerIfAny, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, flag, moduleSelection, poolFqdn } from "#lib/commands/schemas.ts";
import { listedModules, selectModules } from "#lib/commands/select-modules.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import { NO_DETAIL, type RequestKind } from "#lib/domain/request.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: moduleSelection.default("All"),
  adopt: flag.default(false),
  fromPartner: flag.default(false),
  ...changing,
});

/**
 * Restore-CsBackupStore: a lost store of this pool is taken as it stands, with what only the partner has coming back, or is
 * restored from the partner, with what stands there moved to the trash (DESIGN L9).
 */
export async function restoreStore(ctx: Context, raw: unknown): Promise<RequestView | Foreseen> {
  const { pool, module, adopt, fromPartner, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.restoreStore, pool);
  requireConfirmed(ctx, "for-good", whatIf);
  if (adopt === fromPartner) throw notOne(adopt);
  const partner = partnerIfAny(await ctx.ledger.topology(), pool);
  if (fromPartner && partner === null)
    throw new Problem(
      "unpaired",
      `${pool} has no backup pool that could give anything back.`,
      "Only -Adopt is possible: what stands there stays.",
      "FromPartner",
    );
  refuseElsewhere(ctx, pool);
  if (partner !== null) refuseElsewhere(ctx, partner);
  const listed = listedModules(ctx.modules, await ctx.ledger.configuration());
  const modules = selectModules(listed, module).map(({ name }) => name);
  if (whatIf) return foreseen(effect(adopt, pool, partner, modules.join(", ")));
  const what: RequestKind = adopt ? "adopt" : "restore";
  return leaveRequest(ctx, { what, from: partner ?? pool, to: pool, modules, detail: NO_DETAIL });
}

function notOne(both: boolean): Problem {
  const sentence = both ? "-Adopt and -FromPartner exclude each other." : "Neither -Adopt nor -FromPartner was given.";
  const hint = "-Adopt keeps what stands there; -FromPartner moves it to the trash and brings back the partner's copy.";
  return new Problem("bad-input", sentence, hint, both ? "Adopt" : null);
}

function effect(adopt: boolean, pool: PoolFqdn, partner: PoolFqdn | null, modules: string): string {
  if (!adopt)
    return `Would move what stands on ${pool} of ${modules} to the trash and bring back the copy of ${partner}.`;
  const back = partner === null ? "" : ` and bring back what only ${partner} has`;
  return `Would keep what stands on ${pool} of ${modules}${back}.`;
}
