import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { getHeldDeletions } from "#lib/commands/get-held-deletions.ts";
import { leaveRequest } from "#lib/commands/leave-request.ts";
import { backupPoolOf, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, heldToken, moduleSelection, poolFqdn } from "#lib/commands/schemas.ts";
import { selectModules } from "#lib/commands/select-modules.ts";
import { Problem } from "#lib/domain/problem.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";

export const Input = z.strictObject({ pool: poolFqdn, module: moduleSelection, token: heldToken, ...changing });

/** Approve-CsHeldDeletion: lets exactly the set go that was shown; another set by now is refused (DESIGN L10). */
export async function approveHeldDeletion(ctx: Context, raw: unknown): Promise<RequestView | Foreseen> {
  const { pool, module, token, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.approveHeldDeletion, pool);
  requireConfirmed(ctx, "for-good", whatIf);
  const to = backupPoolOf(await ctx.ledger.topology(), pool);
  refuseElsewhere(ctx, pool);
  const [face, ...others] = selectModules(ctx.modules, module);
  if (face === undefined || others.length > 0) throw oneModule();
  const { HeldDeletions } = await getHeldDeletions(ctx, { pool });
  const held = HeldDeletions.find(({ BackupModule }) => BackupModule === face.name);
  if (held?.Token !== token) throw anotherSet(pool, face.name, held !== undefined);
  if (whatIf) return foreseen(`Would delete ${held.Items} items of ${face.name} on ${to} that are gone on ${pool}.`);
  return leaveRequest(ctx, {
    what: "release",
    from: pool,
    to,
    modules: [face.name],
    detail: { ...NO_DETAIL, token },
  });
}

function oneModule(): Problem {
  return new Problem(
    "bad-input",
    "One module is needed here.",
    "Each module's set is approved by itself.",
    "BackupModule",
  );
}

function anotherSet(pool: string, module: string, isAny: boolean): Problem {
  const sentence = isAny
    ? `What is held of ${module} on ${pool} is another set by now.`
    : `Nothing of ${module} on ${pool} is held.`;
  return new Problem("not-held", sentence, "Get-CsHeldDeletion shows what is held now.", "Token");
}
