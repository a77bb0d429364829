import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { exportLanes } from "#lib/commands/lanes-asked.ts";
import { leaveRequest } from "#lib/commands/leave-request.ts";
import { parse } from "#lib/commands/parse.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { category, changing, flag, poolFqdn } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  category: category.optional(),
  steadyState: flag.default(false),
  fullBackup: flag.default(false),
  failedOverPoolOnly: flag.default(false),
  localStore: flag.optional(),
  ...changing,
});

/**
 * Backup-CsPool (DOMAIN 2.5): what changed leaves now. Leaves a request and returns it; who asked waits for the state by the
 * status, which never rests on evidence from before the request (D16).
 */
export async function backupPool(ctx: Context, raw: unknown): Promise<RequestView | Foreseen> {
  const { pool, category: only, whatIf, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.backupPool, pool);
  refuseMixed(asked);
  const lanes = await exportLanes(ctx, pool, { module: "All", category: only });
  if (asked.failedOverPoolOnly)
    throw new Problem(
      "not-failed-over",
      `${pool} is not failed over, so there is nothing to do.`,
      "Leave -FailedOverPoolOnly out to back it up as it is.",
      "FailedOverPoolOnly",
    );
  if (whatIf) return foreseen(`Would send what changed in ${lanes.modules.join(", ")} from ${pool} to ${lanes.to}.`);
  return leaveRequest(ctx, { what: "delta", ...lanes, detail: NO_DETAIL });
}

type Switches = { readonly steadyState: boolean; readonly fullBackup: boolean; readonly failedOverPoolOnly: boolean };

function refuseMixed({ steadyState, fullBackup, failedOverPoolOnly }: Switches): void {
  const hint = "Give -SteadyState or -FullBackup, or neither of them.";
  if (steadyState && fullBackup)
    throw new Problem("bad-input", "-SteadyState and -FullBackup exclude each other.", hint, "SteadyState");
  if (failedOverPoolOnly && !fullBackup)
    throw new Problem("bad-input", "-FailedOverPoolOnly belongs to -FullBackup.", "Give both.", "FailedOverPoolOnly");
}
