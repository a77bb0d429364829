import { type Kysely, sql } from "kysely";
import type { Lane } from "#lib/domain/lane.ts";
import type { CycleNote, LaneTrail, PackageNote } from "#lib/domain/trail.ts";
import type { Seen, StateChange } from "#lib/ports/history.ts";
import type { LedgerSchema } from "../schema.ts";
import { numberFor } from "./lane-numbers.ts";
import { rowOf } from "./sample-row.ts";
import { countAck, countCycle } from "./totals.ts";

type Db = Kysely<LedgerSchema>;
type NumberOf = (lane: Lane) => Promise<number>;

/** Writes what the engine's word adds to the history, in the word's own transaction and before its beat is written. */
export class HistoryWriter {
  readonly #numbers = new Map<string, number>();

  async write(db: Db, trails: readonly LaneTrail[], seen: Seen | undefined): Promise<void> {
    const numberOf: NumberOf = (lane) => this.#numberOf(db, lane);
    if (seen?.begins) await begin(db, seen.begins);
    for (const { lane, cycles, packages } of trails) {
      if (cycles.length + packages.length === 0) continue;
      const number = await numberOf(lane);
      for (const cycle of cycles) await writeCycle(db, number, cycle);
      for (const note of packages) await writePackage(db, number, note);
    }
    if (seen === undefined) return;
    for (const { lane, ...sample } of seen.samples) {
      const row = { lane: await numberOf(lane), tier: 0, ...rowOf(sample) };
      await db
        .insertInto("samples")
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    for (const change of seen.changes) await writeChange(db, await numberOf(change.lane), change);
    for (const { lane, points } of seen.sparks)
      await db
        .updateTable("history_lanes")
        .set({ spark_json: JSON.stringify(points) })
        .where("id", "=", await numberOf(lane))
        .execute();
  }

  /** A transaction that may call `write`: the numbers that one gave which failed are asked for anew. */
  async within(db: Db, body: (write: Db) => Promise<void>): Promise<void> {
    try {
      await db.transaction().execute(body);
    } catch (thrown) {
      this.#numbers.clear();
      throw thrown;
    }
  }

  async #numberOf(db: Db, lane: Lane): Promise<number> {
    const key = `${lane.from} ${lane.to} ${lane.module}`;
    const known = this.#numbers.get(key) ?? (await numberFor(db, lane));
    this.#numbers.set(key, known);
    return known;
  }
}

/** What an earlier run left open held until its last beat, as far as anybody knows. */
async function begin(db: Db, { runId, machine, at }: NonNullable<Seen["begins"]>): Promise<void> {
  await db
    .updateTable("spans")
    .set({ until_at: sql<number>`max(from_at, coalesce((select at from beat), from_at))` })
    .where("until_at", "is", null)
    .execute();
  await db
    .insertInto("engine_runs")
    .values({ run_id: runId, machine, began_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function writeChange(db: Db, lane: number, { side, untilAt, next }: StateChange): Promise<void> {
  await db
    .updateTable("spans")
    .set({ until_at: sql<number>`max(from_at, ${untilAt})` })
    .where("lane", "=", lane)
    .where("side", "=", side)
    .where("until_at", "is", null)
    .execute();
  if (next === null) return;
  const { at, isNotable, ...face } = next;
  await db
    .insertInto("spans")
    .values({ lane, side, ...face, is_notable: isNotable ? 1 : 0, from_at: at, until_at: null })
    .execute();
}

async function writeCycle(db: Db, lane: number, cycle: CycleNote): Promise<void> {
  const { beganAt, endedAt, items, bytes, packages, end, code } = cycle;
  const written = await db
    .insertInto("cycles")
    .values({ lane, began_at: beganAt, ended_at: endedAt, items, bytes, packages, ending: end, code })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (written.numInsertedOrUpdatedRows !== 0n) await countCycle(db, lane, cycle);
}

/** What is known of a package is never forgotten: another run may have published it. */
async function writePackage(db: Db, lane: number, note: PackageNote): Promise<void> {
  const { epoch, seq, items, bytes, publishedAt, ackedAt, returnedAt } = note;
  const known = ackedAt === null ? undefined : await packageOf(db, lane, note);
  await db
    .insertInto("packages")
    .values({
      lane,
      epoch,
      seq,
      items,
      bytes,
      published_at: publishedAt,
      acked_at: ackedAt,
      returned_at: returnedAt,
    })
    .onConflict((conflict) =>
      conflict.columns(["lane", "epoch", "seq"]).doUpdateSet({
        published_at: sql`coalesce(excluded.published_at, published_at)`,
        acked_at: sql`coalesce(excluded.acked_at, acked_at)`,
        returned_at: sql`coalesce(excluded.returned_at, returned_at)`,
      }),
    )
    .execute();
  const leftAt = publishedAt ?? known?.published_at ?? null;
  if (ackedAt !== null && leftAt !== null && !known?.acked_at) await countAck(db, lane, leftAt, ackedAt);
}

function packageOf(db: Db, lane: number, { epoch, seq }: PackageNote) {
  return db
    .selectFrom("packages")
    .select(["published_at", "acked_at"])
    .where("lane", "=", lane)
    .where("epoch", "=", epoch)
    .where("seq", "=", seq)
    .executeTakeFirst();
}
