import { setImmediate as turn } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import type { Configuration } from "#lib/domain/configuration.ts";
import type { EngineBeat } from "#lib/domain/evidence.ts";
import type { Actor } from "#lib/domain/role.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { DoorLedger, Evidence, LedgerVersion } from "#lib/ports/ledger.ts";
import { leaveAudit } from "./audit.ts";
import { addPool, dropPool, pairPools, unpairPools } from "./change-topology.ts";
import { readCompares } from "./compare-queries.ts";
import { readConfiguration, writeConfiguration } from "./configuration-queries.ts";
import { readExportReport, readImportReport } from "./json.ts";
import { cancelRequest, leaveRequest } from "./leave-request.ts";
import { endLift, liftLimit } from "./lift-queries.ts";
import { remembered } from "./remembered.ts";
import { latestRequests, openAndLatestRequests, requestById } from "./request-queries.ts";
import type { LedgerSchema } from "./schema.ts";
import { readPools, readTopology } from "./topology-queries.ts";

/** The doors' side of the ledger over SQLite. */
export function sqliteDoorLedger(db: Kysely<LedgerSchema>, clock: Pick<Clock, "now">): DoorLedger {
  const version = () => readVersion(db);
  const versionText = async () => Object.values(await version()).join(" ");
  return {
    topology: () => readTopology(db),
    version,
    pools: () => readPools(db),
    addPool: (pool, by) => db.transaction().execute((write) => addPool(write, pool, by, clock.now())),
    dropPool: (pool, by) => db.transaction().execute((write) => dropPool(write, pool, by, clock.now())),
    pair: (pair, by) => db.transaction().execute((write) => pairPools(write, pair, by, clock.now())),
    unpair: (pair, by) => db.transaction().execute((write) => unpairPools(write, pair, by, clock.now())),
    configuration: () => readConfiguration(db),
    beat: () => readBeat(db),
    requestById: (id) => requestById(db, id),
    evidence: remembered(versionText, () => readEvidence(db)),
    configure: (change, by) => db.transaction().execute((write) => configure(write, change, by, clock.now())),
    request: (asked, by) => db.transaction().execute((write) => leaveRequest(write, asked, by, clock.now())),
    cancel: (id, by) => db.transaction().execute((write) => cancelRequest(write, id, by, clock.now())),
    lift: (lane, ms, by) => db.transaction().execute((write) => liftLimit(write, lane, ms, by, clock.now())),
    endLift: (lane, by) => db.transaction().execute((write) => endLift(write, lane, by, clock.now())),
    note: (done, by) =>
      db.transaction().execute((write) => leaveAudit(write, by, clock.now(), { before: null, after: null, ...done })),
    compares: (lane) => readCompares(db, lane),
    requests: (limit, within) =>
      db
        .transaction()
        .setAccessMode("read only")
        .execute((read) => latestRequests(read, limit, within)),
  };
}

/** SQLite counts what others wrote for us, and we what we wrote ourselves. */
async function readVersion(db: Kysely<LedgerSchema>): Promise<LedgerVersion> {
  const { rows } = await sql<{ theirs: number; ours: number }>`
    SELECT data_version AS theirs, total_changes() AS ours FROM pragma_data_version()`.execute(db);
  return { theirs: rows.map(({ theirs }) => theirs).join(), ours: rows.map(({ ours }) => ours).join() };
}

/** All of it is read at one moment, and understood afterwards. */
async function readEvidence(db: Kysely<LedgerSchema>): Promise<Evidence> {
  const { exports, imports, ...others } = await db
    .transaction()
    .setAccessMode("read only")
    .execute(async (read) => ({
      topology: await readTopology(read),
      configuration: await readConfiguration(read),
      beat: await readBeat(read),
      exports: await evidenceOf(read, "export"),
      imports: await evidenceOf(read, "import"),
      requests: await openAndLatestRequests(read),
    }));
  return {
    ...others,
    exports: await inTurns(exports, readExportReport),
    imports: await inTurns(imports, readImportReport),
  };
}

/** So many reports are understood in a few milliseconds; with hundreds of pairs, pages have their turn before each. */
const A_TURN = 750;

async function inTurns<T>(texts: readonly string[], read: (text: string) => T | null): Promise<T[]> {
  const reports: T[] = [];
  for (const [place, text] of texts.entries()) {
    if (texts.length > A_TURN && place % A_TURN === 0) await turn();
    const report = read(text);
    if (report !== null) reports.push(report);
  }
  return reports;
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
