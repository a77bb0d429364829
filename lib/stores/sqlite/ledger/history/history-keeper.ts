import type { Kysely } from "kysely";
import { z } from "zod";
import type { HistoryKeeper, LaneMemory, Side, SparkPoint, StateFace } from "#lib/ports/history.ts";
import type { LedgerSchema } from "../schema.ts";
import { laneOf } from "./lane-numbers.ts";
import { Thinner } from "./thin.ts";

type Db = Kysely<LedgerSchema>;

const points = z.array(z.tuple([z.number(), z.number()]));

/** The small chart as its column tells it. One that cannot be read begins anew: nothing rests on it. */
export function readSpark(text: string): readonly SparkPoint[] {
  return points.safeParse(JSON.parse(text)).data ?? [];
}

/** The engine's side of the history over SQLite. */
export function sqliteHistoryKeeper(db: Db): HistoryKeeper {
  const thinner = new Thinner();
  return {
    memory: async () => {
      const lanes = await db.selectFrom("history_lanes").selectAll().execute();
      const memories: LaneMemory[] = [];
      for (const row of lanes) {
        const states: LaneMemory["states"] = {
          export: await lastState(db, row.id, "export"),
          import: await lastState(db, row.id, "import"),
        };
        memories.push({ lane: laneOf(row), spark: readSpark(row.spark_json), states });
      }
      return memories;
    },
    thin: (now, hasTime) => thinner.step(db, now, hasTime),
  };
}

/** A run that only began says nothing of how its lane is. */
async function lastState(db: Db, lane: number, side: Side): Promise<StateFace["state"] | null> {
  const row = await db
    .selectFrom("spans")
    .select("state")
    .where("lane", "=", lane)
    .where("side", "=", side)
    .where((one) => one.or([one("reason", "is", null), one("reason", "!=", "starting")]))
    .orderBy("from_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : readState(row.state);
}

/** A state as its column tells it; throws for one that no version of ours ever wrote. */
export const readState = (text: string): StateFace["state"] =>
  z.enum(["FinalState", "SteadyState", "NonSteadyState", "NotInitialized", "ErrorState", "NormalState"]).parse(text);
