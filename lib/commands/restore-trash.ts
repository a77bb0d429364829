import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { leaveRequest } from "#lib/commands/leave-request.ts";
import { lookInto } from "#lib/commands/look-into.ts";
import { backupPoolOf, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, poolFqdn, trashItems } from "#lib/commands/schemas.ts";
import { selectModules } from "#lib/commands/select-modules.ts";
import { readTrashId, trashId } from "#lib/commands/trash-id.ts";
import type { ModuleFace } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";

export const Input = z.strictObject({ pool: poolFqdn, trashItems, ...changing });

const PAGE = 1_000;

/**
 * Restore-CsTrashItem: brings things back to the pool that they were deleted of, a folder with all below; one request for each
 * module. What stands in the place of one by now is left alone.
 */
export async function restoreTrash(
  ctx: Context,
  raw: unknown,
): Promise<{ readonly Requests: readonly RequestView[] } | Foreseen> {
  const { pool, trashItems: given, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.restoreTrash, pool);
  requireConfirmed(ctx, "for-good", whatIf);
  const from = backupPoolOf(await ctx.ledger.topology(), pool);
  for (const one of [from, pool]) refuseElsewhere(ctx, one);
  const byModule = grouped(ctx.modules, given);
  for (const [face, ids] of byModule) await lookInto(() => refuseMissing(ctx, { holder: from, home: pool, face, ids }));
  if (whatIf)
    return foreseen(
      `Would bring ${given.length === 1 ? "1 item" : `${given.length} items`} back to ${pool} from ${from}.`,
    );
  const Requests: RequestView[] = [];
  for (const [face, ids] of byModule) {
    const detail = { ...NO_DETAIL, trashItems: ids };
    Requests.push(await leaveRequest(ctx, { what: "bring-back", from, to: pool, modules: [face.name], detail }));
  }
  return { Requests };
}

function grouped(
  deployed: readonly ModuleFace[],
  given: readonly string[],
): ReadonlyMap<ModuleFace, readonly string[]> {
  const byModule = new Map<ModuleFace, string[]>();
  for (const text of given) {
    const read = readTrashId(text);
    if (read === null) throw unknown(text);
    const [face] = selectModules(deployed, read.module);
    if (face !== undefined) byModule.set(face, [...(byModule.get(face) ?? []), read.id]);
  }
  return byModule;
}

type Wanted = {
  readonly holder: PoolFqdn;
  readonly home: PoolFqdn;
  readonly face: ModuleFace;
  readonly ids: readonly string[];
};

/** Everything that is asked for is there now, or nothing is asked for. */
async function refuseMissing(ctx: Context, { holder, home, face, ids }: Wanted): Promise<void> {
  const missing = new Set(ids);
  const trash = await ctx.trashOf(holder, face.name);
  const all = { home, under: null, text: null, since: null, until: null, limit: PAGE };
  for (let after: string | null = null; trash !== null && missing.size > 0; ) {
    const page = await trash.page({ ...all, after });
    for (const { id } of page.items) missing.delete(id);
    after = page.next;
    if (after === null) break;
  }
  const [first] = missing;
  if (first !== undefined) throw unknown(trashId(face, first));
}

function unknown(id: string): Problem {
  const sentence = `There is no item ${JSON.stringify(id.slice(0, 100))} in the trash.`;
  return new Problem("unknown-item", sentence, "Get-CsTrashItem lists what is there; it is kept for 7 days.", "Id");
}
