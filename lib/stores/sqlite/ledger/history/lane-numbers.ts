import type { Kysely } from "kysely";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LedgerSchema } from "../schema.ts";

type Db = Kysely<LedgerSchema>;

/** The number of a lane in the history; null before anything was written of it. */
export async function numberOf(db: Db, { from, to, module }: Lane): Promise<number | null> {
  const row = await db
    .selectFrom("history_lanes")
    .select("id")
    .where("from_pool", "=", from)
    .where("to_pool", "=", to)
    .where("module", "=", module)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The same, given when it has none. Numbers are never taken away, so who writes may remember them. */
export async function numberFor(db: Db, lane: Lane): Promise<number> {
  await db
    .insertInto("history_lanes")
    .values({ from_pool: lane.from, to_pool: lane.to, module: lane.module })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const number = await numberOf(db, lane);
  if (number === null) throw new Error(`A lane got no number: ${lane.module}.`);
  return number;
}

/** The lane that a row names. */
export function laneOf(row: { readonly from_pool: string; readonly to_pool: string; readonly module: string }): Lane {
  return { from: row.from_pool as PoolFqdn, to: row.to_pool as PoolFqdn, module: row.module as ModuleName };
}
