import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Configuration } from "#lib/domain/configuration.ts";
import type { EngineBeat } from "#lib/domain/evidence.ts";
import type { SyncRequest } from "#lib/domain/request.ts";
import type { Actor } from "#lib/domain/role.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { DoorLedger, NewRequest, RequestWithRuns } from "#lib/ports/ledger.ts";
import { readConfiguration, writeConfiguration } from "./configuration-queries.ts";
import { readExportReport, readImportReport } from "./json.ts";
import { openAndLatestRequests, openRequests, requestById, requestOf } from "./request-queries.ts";
import type { LedgerSchema } from "./schema.ts";
import { readTopology } from "./topology-queries.ts";

/** The doors' side of the ledger over SQLite. */
export function sqliteDoorLedger(db: Kysely<LedgerSchema>, clock: Pick<Clock, "now">): DoorLedger {
  return {
    topology: () => readTopology(db),
    configuration: () => readConfiguration(db),
    beat: () => readBeat(db),
    requestById: (id) => requestById(db, id),
    evidence: () =>
      db
        .transaction()
        .setAccessMode("read only")
        .execute(async (read) => ({
          topology: await readTopology(read),
          configuration: await readConfiguration(read),
          beat: await readBeat(read),
          exports: (await evidenceOf(read, "export")).flatMap((text) => readExportReport(text) ?? []),
          imports: (await evidenceOf(read, "import")).flatMap((text) => readImportReport(text) ?? []),
          requests: await openAndLatestRequests(read),
        })),
    configure: (change, by) => db.transaction().execute((write) => configure(write, change, by, clock.now())),
    request: (asked, by) => db.transaction().execute((write) => request(write, asked, by, clock.now())),
  };
}

async function readBeat(db: Kysely<LedgerSchema>): Promise<EngineBeat | null> {
  const row = await db.selectFrom("beat").select(["run_id", "machine", "at"]).executeTakeFirst();
  return row ? { runId: row.run_id, machine: row.machine, at: row.at } : null;
}

async function evidenceOf(db: Kysely<LedgerSchema>, side: "export" | "import"): Promise<string[]> {
  const rows = await db.selectFrom("lanes").select("evidence_json").where("side", "=", side).execute();
  return rows.map((row) => row.evidence_json);
}

async function configure(
  db: Kysely<LedgerSchema>,
  change: Partial<Configuration>,
  by: Actor,
  at: number,
): Promise<Configuration> {
  const before = await readConfiguration(db);
  const after = { ...before, ...change };
  await writeConfiguration(db, after);
  await leaveAudit(db, by, at, { action: "configure", subject: "Global", before, after });
  return after;
}

async function request(db: Kysely<LedgerSchema>, asked: NewRequest, by: Actor, at: number): Promise<SyncRequest> {
  const waiting = (await openRequests(db)).find((open) => isUntouched(open) && isSame(open.request, asked));
  const accepted = waiting?.request ?? (await insertRequest(db, asked, by, at));
  // Every tap is in the audit, also one that joins a request that waits: who asked is never lost.
  await leaveAudit(db, by, at, { action: "full-push", subject: accepted.id, before: null, after: asked });
  return accepted;
}

function isUntouched({ runs }: RequestWithRuns): boolean {
  return runs.every((run) => run.phase === "accepted");
}

function isSame(open: SyncRequest, asked: NewRequest): boolean {
  const modules = (of: NewRequest) => [...of.modules].sort().join("\n");
  return open.from === asked.from && open.to === asked.to && modules(open) === modules(asked);
}

async function insertRequest(db: Kysely<LedgerSchema>, asked: NewRequest, by: Actor, at: number): Promise<SyncRequest> {
  const row = await db
    .insertInto("requests")
    .values({
      id: randomUUID(),
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

type Audited = { readonly action: string; readonly subject: string; readonly before: unknown; readonly after: unknown };

async function leaveAudit(db: Kysely<LedgerSchema>, by: Actor, at: number, what: Audited): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await db
    .insertInto("audit")
    .values({
      at,
      actor: by.name,
      role: by.role,
      door: by.door,
      action: what.action,
      subject: what.subject,
      before_json: json(what.before),
      after_json: json(what.after),
    })
    .execute();
}
