import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { backupPoolOf } from "#lib/commands/backup-pool.ts";
import { findRequest } from "#lib/commands/get-request.ts";
import { parse } from "#lib/commands/parse.ts";
import { type RequestView, requestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { force, moduleSelection, poolFqdn } from "#lib/commands/schemas.ts";
import { selectModules } from "#lib/commands/select-modules.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";

const Input = z.strictObject({ pool: poolFqdn, module: moduleSelection.default("All"), force: force.optional() });

/** A pool that another service runs gets no request here: nobody would ever take it up. */
function refuseElsewhere({ pools }: Context, pool: PoolFqdn): void {
  if (pools.has(pool)) return;
  throw new Problem(
    "pool-elsewhere",
    `This service does not run the engine of ${pool}.`,
    `Ask the service that does, or name the pool in PAIRKEEPER_POOLS here. It runs ${[...pools].join(" and ")}.`,
    "PoolFqdn",
  );
}

/** Invoke-CsBackupServiceSync: push all of this pool's data to its partner now (D4, D16). Leaves one request and returns it. */
export async function invokeSync(ctx: Context, raw: unknown): Promise<RequestView> {
  const { pool, module } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.invokeSync, pool);
  const to = backupPoolOf(await ctx.ledger.topology(), pool);
  refuseElsewhere(ctx, pool);
  const modules = selectModules(ctx.modules, module).map((face) => face.name);
  const request = await ctx.ledger.request(
    { what: "full-push", from: pool, to, modules, detail: NO_DETAIL },
    ctx.actor,
  );
  return requestView(await findRequest(ctx, request.id));
}
