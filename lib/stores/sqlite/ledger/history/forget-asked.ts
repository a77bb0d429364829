import { type Kysely, sql } from "kysely";
import type { Instant } from "#lib/domain/instant.ts";
import type { LedgerSchema } from "../schema.ts";

type Db = Kysely<LedgerSchema>;

/** Requests that ended, and starts of the engine, are kept for as long as the history (PRODUCT A10), and so many at most. */
const KEPT_MS = 2 * 365 * 24 * 60 * 60_000;
const MOST_REQUESTS = 100_000;
const MOST_STARTS = 10_000;
/** A transaction never takes more away. */
const STRIDE = 500;

/** Takes the oldest requests away that ended too long ago, with their parts, and starts of the engine. What is open stays. */
export async function forgetAsked(db: Db, now: Instant): Promise<void> {
  const ended = await db
    .selectFrom("requests")
    .select(["id", "n", "at"])
    .where("is_open", "=", 0)
    .orderBy("n")
    .limit(STRIDE)
    .execute();
  const newest = await db
    .selectFrom("requests")
    .select(({ fn }) => fn.max("n").as("n"))
    .executeTakeFirst();
  const spare = ended.filter(({ at, n }) => at < now - KEPT_MS || n <= (newest?.n ?? 0) - MOST_REQUESTS);
  if (spare.length > 0)
    await db.transaction().execute(async (write) => {
      const ids = spare.map(({ id }) => id);
      await write.deleteFrom("runs").where("request_id", "in", ids).execute();
      await write.deleteFrom("requests").where("id", "in", ids).execute();
    });
  await sql`
    delete from engine_runs where began_at < ${now - KEPT_MS} or began_at <= (
      select began_at from engine_runs order by began_at desc limit 1 offset ${MOST_STARTS})`.execute(db);
}
