import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { exportLanes } from "#lib/commands/lanes-asked.ts";
import { leaveRequest } from "#lib/commands/leave-request.ts";
import { parse } from "#lib/commands/parse.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { flag, moduleSelection, poolFqdn } from "#lib/commands/schemas.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";

export const Input = z.strictObject({ pool: poolFqdn, module: moduleSelection.default("All"), force: flag.optional() });

/** Invoke-CsBackupServiceSync: push all of this pool's data to its partner now (D4, D16). Leaves one request and returns it. */
export async function invokeSync(ctx: Context, raw: unknown): Promise<RequestView> {
  const { pool, module } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.invokeSync, pool);
  const lanes = await exportLanes(ctx, pool, { module });
  return leaveRequest(ctx, { what: "full-push", ...lanes, detail: NO_DETAIL });
}
