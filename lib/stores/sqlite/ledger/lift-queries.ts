import type { ExpressionBuilder, Kysely } from "kysely";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { Lift } from "#lib/domain/lift.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Actor } from "#lib/domain/role.ts";
import { leaveAudit } from "./audit.ts";
import type { LedgerSchema } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

/** The last lift of each lane, also of those whose time is over. */
export async function readLifts(db: Db): Promise<readonly Lift[]> {
  const rows = await db.selectFrom("lifts").selectAll().execute();
  return rows.map(({ from_pool, to_pool, module, at, ms, asked_by }) => ({
    lane: { from: from_pool as PoolFqdn, to: to_pool as PoolFqdn, module: module as ModuleName },
    at,
    ms,
    by: asked_by,
  }));
}

/** Lifts a lane's limits from now on, in place of a lift of before. */
export async function liftLimit(db: Db, lane: Lane, ms: number, by: Actor, at: number): Promise<Lift> {
  const lift: Lift = { lane, at, ms, by: by.name };
  const values = { at, ms, asked_by: by.name };
  await db
    .insertInto("lifts")
    .values({ ...keyOf(lane), ...values })
    .onConflict((conflict) => conflict.columns(["from_pool", "to_pool", "module"]).doUpdateSet(values))
    .execute();
  await leaveAudit(db, by, at, { action: "lift-limit", subject: subjectOf(lane), before: null, after: lift });
  return lift;
}

/** Takes a lift away whose time is not over; false when there is none. */
export async function endLift(db: Db, lane: Lane, by: Actor, at: number): Promise<boolean> {
  const gone = await db.deleteFrom("lifts").where(isOf(lane)).returningAll().executeTakeFirst();
  if (gone === undefined || gone.at + gone.ms <= at) return false;
  await leaveAudit(db, by, at, { action: "end-lift", subject: subjectOf(lane), before: gone, after: null });
  return true;
}

function subjectOf({ from, to, module }: Lane): string {
  return `${from} ${to} ${module}`;
}

function keyOf({ from, to, module }: Lane) {
  return { from_pool: from, to_pool: to, module };
}

const isOf = (lane: Lane) => (eb: ExpressionBuilder<LedgerSchema, "lifts">) => eb.and(keyOf(lane));
