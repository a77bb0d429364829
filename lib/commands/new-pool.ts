import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { getPools, type PoolView } from "#lib/commands/get-pools.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, edition, poolFqdn, site, storePath, userStore } from "#lib/commands/schemas.ts";
import { asFault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { NewPool } from "#lib/ports/ledger.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  site: site.default(""),
  edition: edition.default("Enterprise"),
  fileStore: storePath.optional(),
  userStore: userStore.optional(),
  ...changing,
});

/**
 * New-CsPool: the ledger knows the pool and the id of its stores before any store is made, so that an interrupted one is
 * finished by the next start. Where another's content stands the pool is not made.
 */
export async function newPool(ctx: Context, raw: unknown): Promise<PoolView | Foreseen> {
  const { whatIf, force: _, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.newPool);
  await refuseTaken(ctx, asked.pool, asked);
  const pool: NewPool = { ...asked, fileStore: asked.fileStore ?? null, userStore: asked.userStore ?? null };
  if (whatIf) return foreseen(`Would make the stores of ${pool.pool}: ${places(pool)}.`);
  if (!(await ctx.ledger.addPool(pool, ctx.actor))) throw taken(pool.pool);
  await makeStores(ctx, pool.pool);
  const [made] = (await getPools(ctx, { pool: pool.pool })).Pools;
  if (made === undefined) throw new Error(`${pool.pool} was added and is not there`);
  return made;
}

type Places = { readonly fileStore?: string | undefined; readonly userStore?: string | undefined };

async function refuseTaken(ctx: Context, pool: PoolFqdn, { fileStore, userStore: database }: Places): Promise<void> {
  const known = await ctx.ledger.pools();
  if (known.some((record) => record.pool === pool)) throw taken(pool);
  const sameFiles = known.find((record) => fileStore !== undefined && record.fileStore === fileStore);
  if (sameFiles) throw placeTaken(sameFiles.pool, "FileStore");
  const sameRows = known.find((record) => database !== undefined && record.userStore === database);
  if (sameRows) throw placeTaken(sameRows.pool, "UserStore");
}

async function makeStores(ctx: Context, pool: PoolFqdn): Promise<void> {
  try {
    await ctx.maker.make(pool);
  } catch (thrown) {
    const fault = asFault(thrown);
    await ctx.ledger.dropPool(pool, ctx.actor);
    throw new Problem(
      "store-exists",
      fault.message,
      "Give an empty place, or move away what stands there.",
      "PoolFqdn",
    );
  }
}

function taken(pool: PoolFqdn): Problem {
  return new Problem("pool-exists", `There is a pool ${pool} already.`, "Get-CsPool shows it.", "PoolFqdn");
}

function placeTaken(pool: PoolFqdn, field: "FileStore" | "UserStore"): Problem {
  return new Problem("store-exists", `${pool} keeps its data there.`, "Give each pool a place of its own.", field);
}

function places({ fileStore, userStore: database }: NewPool): string {
  const words = [`files in ${fileStore ?? "the data folder"}`, `rows in ${database ?? "the data folder"}`];
  return words.join(", ");
}
