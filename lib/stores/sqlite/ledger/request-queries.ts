import { type Kysely, type Selectable, sql } from "kysely";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { carries, REQUEST_KINDS, type SyncRequest, type SyncRun } from "#lib/domain/request.ts";
import type { RequestWithRuns } from "#lib/ports/ledger.ts";
import { readable } from "./readable.ts";
import { readDetail, readKind, readModules, readPhase, readRest } from "./run-json.ts";
import type { LedgerSchema } from "./schema.ts";

type RequestRow = Selectable<LedgerSchema["requests"]>;
type RunRow = Selectable<LedgerSchema["runs"]>;

// Written out, not bound: only so SQLite knows at once that the index of the open ones will do.
const isOpen = sql<boolean>`is_open = 1`;

/** Requests with at least one part that has not ended, oldest first. */
export async function openRequests(db: Kysely<LedgerSchema>): Promise<readonly RequestWithRuns[]> {
  return withRuns(db, await openRequestRows(db).execute());
}

/** The query behind it, asked four times a second: its index holds the open ones and no other. */
export function openRequestRows(db: Kysely<LedgerSchema>) {
  return db.selectFrom("requests").selectAll().where(isOpen).orderBy("n");
}

/** All that are open, and the latest ended one of each lane; oldest first. */
export async function openAndLatestRequests(db: Kysely<LedgerSchema>): Promise<readonly RequestWithRuns[]> {
  const latest = db
    .selectFrom("runs")
    .innerJoin("requests", "requests.id", "runs.request_id")
    .where("runs.ended_at", "is not", null)
    .where(
      "requests.what",
      "not in",
      REQUEST_KINDS.filter((what) => !carries(what)),
    )
    .groupBy(["requests.from_pool", "requests.to_pool", "runs.module"])
    .select(({ fn }) => fn.max("requests.n").as("n"));
  const rows = await db
    .selectFrom("requests")
    .selectAll()
    .where(({ or, eb }) => or([isOpen, eb("n", "in", latest)]))
    .orderBy("n")
    .execute();
  return withRuns(db, rows);
}

/** All that are open, and the latest that ended; newest first, at most `limit`. With `within`, those alone from one of these pools to another. */
export async function latestRequests(
  db: Kysely<LedgerSchema>,
  limit: number,
  within?: readonly PoolFqdn[],
): Promise<readonly RequestWithRuns[]> {
  const latest = db.selectFrom("requests").selectAll().orderBy("n", "desc");
  const rows = within === undefined ? latest : latest.where("from_pool", "in", within).where("to_pool", "in", within);
  const open = await rows.where(isOpen).limit(limit).execute();
  const ended = await rows
    .where(sql<boolean>`is_open = 0`)
    .limit(limit - open.length)
    .execute();
  return withRuns(
    db,
    [...open, ...ended].sort((a, b) => b.n - a.n),
  );
}

/** One request with its parts; null when there is none of that id. */
export async function requestById(db: Kysely<LedgerSchema>, id: string): Promise<RequestWithRuns | null> {
  const rows = await db.selectFrom("requests").selectAll().where("id", "=", id).execute();
  const [found] = await withRuns(db, rows);
  return found ?? null;
}

/** The requests of these ids, as far as there are such, oldest first. */
export async function requestsByIds(
  db: Kysely<LedgerSchema>,
  ids: readonly string[],
): Promise<readonly RequestWithRuns[]> {
  if (ids.length === 0) return [];
  return withRuns(db, await db.selectFrom("requests").selectAll().where("id", "in", ids).orderBy("n").execute());
}

/** A request as its row tells it. Throws Problem "ledger-damaged" when that cannot be read. */
export function requestOf(row: RequestRow): SyncRequest {
  return readable(`request ${row.id}`, () => ({
    id: row.id,
    what: readKind(row.what),
    from: row.from_pool as PoolFqdn,
    to: row.to_pool as PoolFqdn,
    modules: readModules(row.modules_json),
    detail: readDetail(row.detail_json),
    by: row.asked_by,
    door: row.door,
    at: row.at,
    cancelledAt: row.cancelled_at,
  }));
}

async function withRuns(db: Kysely<LedgerSchema>, rows: readonly RequestRow[]): Promise<readonly RequestWithRuns[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const runs = await db.selectFrom("runs").selectAll().where("request_id", "in", ids).execute();
  return rows.map((row) => {
    const request = requestOf(row);
    const own = runs.filter((run) => run.request_id === row.id);
    const runOfModule = (module: ModuleName) => own.find((run) => run.module === module);
    return { request, runs: request.modules.map((module) => runOf(request, module, runOfModule(module))) };
  });
}

/** One part of a request; without a row of the engine's it is accepted and no more. */
function runOf(request: SyncRequest, module: ModuleName, row: RunRow | undefined): SyncRun {
  const told = readable(`run of request ${request.id}`, () => ({
    phase: row ? readPhase(row.phase) : ("accepted" as const),
    ...readRest(row?.rest_json ?? "{}"),
  }));
  return {
    requestId: request.id,
    lane: { from: request.from, to: request.to, module },
    totalItems: row?.total_items ?? null,
    leftItems: row?.left_items ?? 0,
    inFlightItems: row?.in_flight_items ?? 0,
    goneItems: row?.gone_items ?? 0,
    at: row?.at ?? request.at,
    endedAt: row?.ended_at ?? null,
    ...told,
  };
}
