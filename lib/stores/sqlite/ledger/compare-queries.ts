import type { Kysely } from "kysely";
import { z } from "zod";
import { DIFFERENCES, type Drift } from "#lib/domain/compare.ts";
import type { ComparesKept } from "#lib/domain/drift-list.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LaneCompares } from "#lib/ports/ledger.ts";
import { compareReceipt, verifiedEqual } from "./json.ts";
import type { LedgerSchema } from "./schema.ts";

const instant = z.number();

const shape = z.object({
  last: compareReceipt.nullable(),
  verified: verifiedEqual.nullable(),
  doneAt: z.object({ full: instant.nullable(), sample: instant.nullable(), stat: instant.nullable() }),
  drift: z.array(
    z.object({
      table: z.string(),
      key: z.string(),
      is: z.enum(DIFFERENCES),
      foundAt: instant,
      sentAt: instant.nullable(),
    }) satisfies z.ZodType<Drift>,
  ),
  more: z.number(),
}) satisfies z.ZodType<ComparesKept>;

/** What compares of a lane found. Throws when it cannot be read: that something differs is never forgotten in silence. */
export async function readCompares(db: Kysely<LedgerSchema>, { from, to, module }: Lane): Promise<ComparesKept | null> {
  const row = await db
    .selectFrom("compares")
    .select("kept_json")
    .where("from_pool", "=", from)
    .where("to_pool", "=", to)
    .where("module", "=", module)
    .executeTakeFirst();
  return row ? shape.parse(JSON.parse(row.kept_json)) : null;
}

export async function writeCompares(db: Kysely<LedgerSchema>, { lane, kept }: LaneCompares): Promise<void> {
  const kept_json = JSON.stringify(kept);
  await db
    .insertInto("compares")
    .values({ from_pool: lane.from, to_pool: lane.to, module: lane.module, kept_json })
    .onConflict((conflict) => conflict.columns(["from_pool", "to_pool", "module"]).doUpdateSet({ kept_json }))
    .execute();
}

/** What was found between two pools says nothing of a pair that they are in later. */
export async function forgetCompares(db: Kysely<LedgerSchema>, pools: readonly PoolFqdn[]): Promise<void> {
  await db.deleteFrom("compares").where("from_pool", "in", pools).where("to_pool", "in", pools).execute();
}
