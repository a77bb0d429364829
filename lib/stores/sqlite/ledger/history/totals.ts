import { type Kysely, sql } from "kysely";
import type { Lane } from "#lib/domain/lane.ts";
import {
  ACK_BOUNDS,
  bucketOf,
  CYCLE_BOUNDS,
  isCycleEnd,
  type LaneTotals,
  NO_CYCLES,
  type Took,
} from "#lib/domain/lane-totals.ts";
import type { CycleNote } from "#lib/domain/trail.ts";
import type { LedgerSchema } from "../schema.ts";
import { laneOf } from "./lane-numbers.ts";

type Db = Kysely<LedgerSchema>;

/** A migration: a number by its name, of each lane. What is not there is 0. */
export const TOTALS = [
  `create table totals (
     lane integer not null references history_lanes (id),
     name text not null,
     value real not null,
     primary key (lane, name)
   ) strict, without rowid`,
];

/** A cycle that is written for the first time. */
export function countCycle(db: Db, lane: number, { end, beganAt, endedAt }: CycleNote): Promise<void> {
  return count(db, lane, { [`cycles ${end}`]: 1, ...took("cycle", CYCLE_BOUNDS, endedAt - beganAt) });
}

/** A package that is acknowledged for the first time. */
export function countAck(db: Db, lane: number, publishedAt: number, ackedAt: number): Promise<void> {
  return count(db, lane, took("ack", ACK_BOUNDS, ackedAt - publishedAt));
}

/** A clock that was set back in between makes nothing less. */
function took(what: string, bounds: readonly number[], ms: number): Record<string, number> {
  const whole = Math.max(0, ms);
  return { [`${what} in ${bucketOf(bounds, whole)}`]: 1, [`${what} ms`]: whole };
}

async function count(db: Db, lane: number, more: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(more))
    await db
      .insertInto("totals")
      .values({ lane, name, value })
      .onConflict((conflict) => conflict.columns(["lane", "name"]).doUpdateSet({ value: sql`value + excluded.value` }))
      .execute();
}

/** Of every lane that ever did something. */
export async function readTotals(db: Db): Promise<readonly LaneTotals[]> {
  const rows = await db
    .selectFrom("totals")
    .innerJoin("history_lanes", "history_lanes.id", "totals.lane")
    .select(["lane", "name", "value", "from_pool", "to_pool", "module"])
    .execute();
  const lanes = new Map<number, { readonly lane: Lane; readonly values: Map<string, number> }>();
  for (const row of rows) {
    const known = lanes.get(row.lane) ?? { lane: laneOf(row), values: new Map() };
    known.values.set(row.name, row.value);
    lanes.set(row.lane, known);
  }
  return [...lanes.values()].map(({ lane, values }) => {
    const cycles = { ...NO_CYCLES };
    for (const [name, value] of values) {
      const end = name.replace(/^cycles /, "");
      if (end !== name && isCycleEnd(end)) cycles[end] = value;
    }
    const tookOf = (what: string, bounds: readonly number[]): Took => ({
      counts: Array.from({ length: bounds.length + 1 }, (_, i) => values.get(`${what} in ${i}`) ?? 0),
      sumMs: values.get(`${what} ms`) ?? 0,
    });
    return { lane, cycles, cyclesTook: tookOf("cycle", CYCLE_BOUNDS), acksTook: tookOf("ack", ACK_BOUNDS) };
  });
}
