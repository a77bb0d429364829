import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { placeOf } from "#lib/domain/quarantine.ts";
import type { SyncRequest } from "#lib/domain/request.ts";
import type { Actor } from "#lib/domain/role.ts";
import type { NewRequest, RequestWithRuns } from "#lib/ports/ledger.ts";
import { leaveAudit } from "./audit.ts";
import { openRequests, requestById, requestOf } from "./request-queries.ts";
import type { LedgerSchema } from "./schema.ts";

/** Leaves a request, or joins one that waits and means the same. */
export async function leaveRequest(
  db: Kysely<LedgerSchema>,
  asked: NewRequest,
  by: Actor,
  at: number,
): Promise<SyncRequest> {
  const waiting = (await openRequests(db)).find((open) => isJoined(open) && isSame(open.request, asked));
  const accepted = waiting?.request ?? (await insertRequest(db, asked, by, at));
  // Every tap is in the audit, also one that joins a request that waits: who asked is never lost.
  await leaveAudit(db, by, at, { action: asked.what, subject: accepted.id, before: null, after: asked });
  return accepted;
}

/** Marks an open request as one to be ended; false when it has ended. The first who asked stands in the request. */
export async function cancelRequest(db: Kysely<LedgerSchema>, id: string, by: Actor, at: number): Promise<boolean> {
  const found = await requestById(db, id);
  if (found === null || found.runs.every((run) => run.endedAt !== null)) return false;
  await db
    .updateTable("requests")
    .set({ cancelled_at: at })
    .where("id", "=", id)
    .where("cancelled_at", "is", null)
    .execute();
  const { from, to, cancelledAt } = found.request;
  await leaveAudit(db, by, at, {
    action: "cancel",
    subject: id,
    before: { from, to, cancelledAt },
    after: { from, to, cancelledAt: cancelledAt ?? at },
  });
  return true;
}

/** Who gives up what stands somewhere twice means it once: the second restore would move aside what the first brought back. */
function isJoined({ request, runs }: RequestWithRuns): boolean {
  if (request.cancelledAt !== null) return false;
  return request.what === "restore"
    ? runs.every((run) => run.endedAt === null)
    : runs.every((run) => run.phase === "accepted");
}

function isSame(open: SyncRequest, asked: NewRequest): boolean {
  const words = (of: NewRequest) =>
    JSON.stringify([
      of.what,
      of.from,
      of.to,
      [...of.modules].sort(),
      of.detail.token,
      [...of.detail.trashItems].sort(),
      of.detail.compare ?? null,
      (of.detail.driftItems ?? []).map(({ table, key }) => `${table} ${key}`).sort(),
      (of.detail.refused ?? []).map(placeOf).sort(),
      of.detail.reason ?? null,
    ]);
  return words(open) === words(asked);
}

async function insertRequest(db: Kysely<LedgerSchema>, asked: NewRequest, by: Actor, at: number): Promise<SyncRequest> {
  const row = await db
    .insertInto("requests")
    .values({
      id: randomUUID(),
      what: asked.what,
      detail_json: JSON.stringify(asked.detail),
      from_pool: asked.from,
      to_pool: asked.to,
      modules_json: JSON.stringify(asked.modules),
      module_count: asked.modules.length,
      asked_by: by.name,
      door: by.door,
      at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return requestOf(row);
}
