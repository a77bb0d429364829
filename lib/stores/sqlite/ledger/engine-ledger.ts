import { type Kysely, sql } from "kysely";
import type { EngineBeat, ExportReport, ImportReport } from "#lib/domain/evidence.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { EngineLedger } from "#lib/ports/ledger.ts";
import { publish, readPublished } from "./cms-queries.ts";
import { readCompares, writeCompares } from "./compare-queries.ts";
import { readConfiguration } from "./configuration-queries.ts";
import { HistoryWriter } from "./history/write-history.ts";
import { readLifts } from "./lift-queries.ts";
import { openRequests } from "./request-queries.ts";
import type { LedgerSchema } from "./schema.ts";
import { readPairings, readTopology } from "./topology-queries.ts";
import { writeRun } from "./write-run.ts";

/** The engine's side of the ledger over SQLite. */
export function sqliteEngineLedger(db: Kysely<LedgerSchema>): EngineLedger {
  const history = new HistoryWriter();
  return {
    topology: () => readTopology(db),
    pairings: () => readPairings(db),
    configuration: () => readConfiguration(db),
    openRequests: () => db.transaction().setAccessMode("read only").execute(openRequests),
    lifts: () => readLifts(db),
    say: (word) =>
      history.within(db, async (write) => {
        await history.write(write, word.trails ?? [], word.seen);
        if (word.beat !== null) await writeBeat(write, word.beat);
        for (const report of word.exports) await writeReport(write, "export", report, report.lastFinalAt);
        for (const report of word.imports) await writeReport(write, "import", report, null);
        for (const run of [...word.runs, ...(word.compareRuns ?? [])]) await writeRun(write, run);
        for (const one of word.compares ?? []) await writeCompares(write, one);
      }),
    compares: (lane) => readCompares(db, lane),
    knownEpoch: async (lane) => {
      const row = await ofLane(db.selectFrom("epochs").select("epoch"), lane).executeTakeFirst();
      return row?.epoch ?? 0;
    },
    rememberEpoch: async (lane, epoch) => {
      await db
        .insertInto("epochs")
        .values({ from_pool: lane.from, to_pool: lane.to, module: lane.module, epoch })
        .onConflict((conflict) =>
          conflict.columns(["from_pool", "to_pool", "module"]).doUpdateSet({ epoch: sql`max(epoch, excluded.epoch)` }),
        )
        .execute();
    },
    publish: (publisher, wanted) => db.transaction().execute((write) => publish(write, publisher, wanted)),
    published: () => readPublished(db),
    lastFinalAt: async (lane) => {
      const query = db.selectFrom("lanes").select("last_final_at").where("side", "=", "export");
      return (await ofLane(query, lane).executeTakeFirst())?.last_final_at ?? null;
    },
  };
}

/** Narrows a query to one lane. */
function ofLane<Query extends { where(column: "from_pool" | "to_pool" | "module", is: "=", value: string): Query }>(
  query: Query,
  lane: Lane,
): Query {
  return query.where("from_pool", "=", lane.from).where("to_pool", "=", lane.to).where("module", "=", lane.module);
}

async function writeBeat(db: Kysely<LedgerSchema>, { runId, machine, at }: EngineBeat): Promise<void> {
  const values = { run_id: runId, machine, at };
  await db
    .insertInto("beat")
    .values({ id: 1, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .execute();
}

/** `lastFinalAt` outlives the runs: a report that does not know it any more does not take it away. */
async function writeReport(
  db: Kysely<LedgerSchema>,
  side: "export" | "import",
  report: ExportReport | ImportReport,
  lastFinalAt: number | null,
): Promise<void> {
  const { from, to, module } = report.lane;
  await db
    .insertInto("lanes")
    .values({
      side,
      from_pool: from,
      to_pool: to,
      module,
      evidence_json: JSON.stringify(report),
      last_final_at: lastFinalAt,
    })
    .onConflict((conflict) =>
      conflict.columns(["side", "from_pool", "to_pool", "module"]).doUpdateSet({
        evidence_json: sql`excluded.evidence_json`,
        last_final_at: sql`coalesce(excluded.last_final_at, last_final_at)`,
      }),
    )
    .execute();
}
