import type { Kysely } from "kysely";
import type { Lane } from "#lib/domain/lane.ts";
import type { HistoryReader, Span } from "#lib/ports/history.ts";
import { requestsByIds } from "../request-queries.ts";
import type { LedgerSchema } from "../schema.ts";
import { readSpark } from "./history-keeper.ts";
import { laneOf } from "./lane-numbers.ts";
import { readJournal } from "./read-journal.ts";
import { readSamples } from "./read-samples.ts";
import { readCycles, readEpoch, readPackages, readStates } from "./read-story.ts";
import { readTotals } from "./totals.ts";

type Db = Kysely<LedgerSchema>;

/** The doors' side of the history over SQLite. */
export function sqliteHistoryReader(db: Db): HistoryReader {
  return {
    samples: (lane, span, most) => readSamples(db, lane, span, most),
    sparks: async () => {
      const rows = await db.selectFrom("history_lanes").selectAll().execute();
      return rows.map((row) => ({ lane: laneOf(row), points: readSpark(row.spark_json) }));
    },
    states: (lane, side, span, most) => readStates(db, lane, side, span, most),
    cycles: (lane, span, most) => readCycles(db, lane, span, most),
    packages: (lane, most) => readPackages(db, lane, most),
    requests: (lane, span, most) => requestsOf(db, lane, span, most),
    totals: () => readTotals(db),
    epoch: (lane) => readEpoch(db, lane),
    journal: (asked) =>
      db
        .transaction()
        .setAccessMode("read only")
        .execute((read) => readJournal(read, asked)),
  };
}

/** What was asked of a lane in the span, or ended in it, or runs; oldest first, the latest `most` of them. */
async function requestsOf(db: Db, lane: Lane, { from, to }: Span, most: number) {
  const rows = await db
    .selectFrom("requests")
    .leftJoin("runs", (join) => join.onRef("runs.request_id", "=", "requests.id").on("runs.module", "=", lane.module))
    .select("requests.id")
    .where("from_pool", "=", lane.from)
    .where("to_pool", "=", lane.to)
    .where("requests.at", "<=", to)
    .where((one) =>
      one.or([one("requests.at", ">", from), one("runs.ended_at", ">", from), one("runs.ended_at", "is", null)]),
    )
    .orderBy("requests.n", "desc")
    .limit(most)
    .execute();
  const found = await requestsByIds(
    db,
    rows.map(({ id }) => id),
  );
  return found.flatMap(({ request, runs }) => {
    const run = runs.find((one) => one.lane.module === lane.module);
    return run === undefined ? [] : [{ request, run }];
  });
}
