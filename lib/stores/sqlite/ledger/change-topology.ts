import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { PoolFqdn, PoolPair } from "#lib/domain/pool.ts";
import type { SyncRequest } from "#lib/domain/request.ts";
import type { Actor } from "#lib/domain/role.ts";
import { partnerOf } from "#lib/domain/topology.ts";
import type { NewPool } from "#lib/ports/ledger.ts";
import { leaveAudit } from "./audit.ts";
import { forgetCompares } from "./compare-queries.ts";
import { openRequests } from "./request-queries.ts";
import type { LedgerSchema } from "./schema.ts";
import { readTopology } from "./topology-queries.ts";

type Db = Kysely<LedgerSchema>;

/** Adds a pool with an id for its stores, which are not made yet. */
export async function addPool(db: Db, asked: NewPool, by: Actor, at: number): Promise<boolean> {
  const { pools } = await readTopology(db);
  if (pools.includes(asked.pool)) return false;
  const { max } = await db
    .selectFrom("pools")
    .select((one) => one.fn.max("position").as("max"))
    .executeTakeFirstOrThrow();
  await db
    .insertInto("pools")
    .values({
      fqdn: asked.pool,
      position: (max ?? -1) + 1,
      is_cms_master: 0,
      site: asked.site,
      edition: asked.edition,
      file_store: asked.fileStore,
      user_store: asked.userStore,
    })
    .execute();
  await db.insertInto("stores").values({ pool: asked.pool, store_id: randomUUID(), made_at: null }).execute();
  await leaveAudit(db, by, at, { action: "new-pool", subject: asked.pool, before: null, after: asked });
  return true;
}

/** Takes a pool away whose stores were never made. */
export async function dropPool(db: Db, pool: PoolFqdn, by: Actor, at: number): Promise<void> {
  const gone = await db
    .deleteFrom("stores")
    .where("pool", "=", pool)
    .where("made_at", "is", null)
    .where("adopted_for", "is", null)
    .returning("pool")
    .execute();
  if (gone.length === 0) return;
  const [before = null] = await db.deleteFrom("pools").where("fqdn", "=", pool).returningAll().execute();
  await leaveAudit(db, by, at, { action: "drop-pool", subject: pool, before, after: null });
}

/** Pairs two pools that are known and unpaired. */
export async function pairPools(db: Db, pair: PoolPair, by: Actor, at: number): Promise<boolean> {
  const topology = await readTopology(db);
  const isFree = (pool: PoolFqdn) => topology.pools.includes(pool) && partnerOf(topology, pool) === null;
  if (pair.a === pair.b || !isFree(pair.a) || !isFree(pair.b)) return false;
  await forgetCompares(db, [pair.a, pair.b]);
  const { next } = await db.selectFrom("pair_numbers").select("next").executeTakeFirstOrThrow();
  await db
    .updateTable("pair_numbers")
    .set({ next: next + 1 })
    .execute();
  await db
    .insertInto("pairs")
    .values({ ...pair, n: next })
    .execute();
  await leaveAudit(db, by, at, {
    action: "pair",
    subject: subjectOf(pair),
    before: null,
    after: { ...pair, number: next },
  });
  return true;
}

/** Ends a pair; what is asked of it is asked to end. */
export async function unpairPools(db: Db, { a, b }: PoolPair, by: Actor, at: number): Promise<boolean> {
  const gone = await db
    .deleteFrom("pairs")
    .where((one) => one.or([one.and({ a, b }), one.and({ a: b, b: a })]))
    .returningAll()
    .execute();
  if (gone.length === 0) return false;
  const isBetween = ({ from, to }: SyncRequest) => (from === a && to === b) || (from === b && to === a);
  const between = (await openRequests(db)).filter(({ request }) => isBetween(request));
  for (const { request } of between)
    await db
      .updateTable("requests")
      .set({ cancelled_at: at })
      .where("id", "=", request.id)
      .where("cancelled_at", "is", null)
      .execute();
  await forgetCompares(db, [a, b]);
  await db.deleteFrom("lifts").where("from_pool", "in", [a, b]).where("to_pool", "in", [a, b]).execute();
  await leaveAudit(db, by, at, {
    action: "unpair",
    subject: subjectOf({ a, b }),
    before: gone[0] ?? null,
    after: null,
  });
  return true;
}

function subjectOf({ a, b }: PoolPair): string {
  return `${a} ${b}`;
}
