import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { backupPoolOf } from "#lib/commands/backup-pool.ts";
import { findRequest } from "#lib/commands/get-request.ts";
import { parse } from "#lib/commands/parse.ts";
import { type RequestView, requestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { force, moduleSelection, poolFqdn } from "#lib/commands/schemas.ts";
import { selectModules } from "#lib/commands/select-modules.ts";

const Input = z.strictObject({ pool: poolFqdn, module: moduleSelection.default("All"), force: force.optional() });

/** Invoke-CsBackupServiceSync: push all of this pool's data to its partner now (D4, D16). Leaves one request and returns it. */
export async function invokeSync(ctx: Context, raw: unknown): Promise<RequestView> {
  const { pool, module } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.invokeSync, pool);
  const to = backupPoolOf(await ctx.ledger.topology(), pool);
  const modules = selectModules(ctx.modules, module).map((face) => face.name);
  const request = await ctx.ledger.request({ from: pool, to, modules }, ctx.actor);
  return requestView(await findRequest(ctx, request.id));
}
