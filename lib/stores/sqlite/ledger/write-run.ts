import type { Kysely } from "kysely";
import type { SyncRun } from "#lib/domain/request.ts";
import { writeRest } from "./run-json.ts";
import type { LedgerSchema } from "./schema.ts";

/** How far one part of a request has come. */
export async function writeRun(db: Kysely<LedgerSchema>, run: SyncRun): Promise<void> {
  const values = {
    phase: run.phase,
    total_items: run.totalItems,
    left_items: run.leftItems,
    in_flight_items: run.inFlightItems,
    gone_items: run.goneItems,
    at: run.at,
    ended_at: run.endedAt,
    rest_json: writeRest(run),
  };
  await db
    .insertInto("runs")
    .values({ request_id: run.requestId, module: run.lane.module, ...values })
    .onConflict((conflict) => conflict.columns(["request_id", "module"]).doUpdateSet(values))
    .execute();
}
