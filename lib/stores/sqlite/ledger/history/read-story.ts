import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Lane } from "#lib/domain/lane.ts";
import type { Epoch } from "#lib/domain/package.ts";
import { REASONS, type ReasonCode } from "#lib/domain/reasons.ts";
import { CYCLE_ENDS, type CycleNote, type PackageNote } from "#lib/domain/trail.ts";
import type { Side, Span, StateSpan } from "#lib/ports/history.ts";
import type { LedgerSchema } from "../schema.ts";
import { readState } from "./history-keeper.ts";
import { laneOf, numberOf } from "./lane-numbers.ts";

type Db = Kysely<LedgerSchema>;

/** What a side of a lane was in, oldest first: those that touch the span, the latest `most` of them. */
export async function readStates(
  db: Db,
  lane: Lane,
  side: Side,
  { from, to }: Span,
  most: number,
): Promise<readonly StateSpan[]> {
  const number = await numberOf(db, lane);
  if (number === null) return [];
  const rows = await spanRows(db)
    .where("spans.lane", "=", number)
    .where("side", "=", side)
    .where("from_at", "<=", to)
    .where((one) => one.or([one("until_at", "is", null), one("until_at", ">", from)]))
    .orderBy("from_at", "desc")
    .orderBy("n", "desc")
    .limit(most)
    .execute();
  return rows.map(spanOf).reverse();
}

/** Spans with the lane that they are of. */
export function spanRows(db: Db) {
  return db.selectFrom("spans").innerJoin("history_lanes", "history_lanes.id", "spans.lane").selectAll();
}

type SpanRow = Awaited<ReturnType<ReturnType<typeof spanRows>["execute"]>>[number];

export function spanOf(row: SpanRow): StateSpan {
  return {
    lane: laneOf(row),
    side: row.side,
    state: readState(row.state),
    reason: row.reason !== null && isReason(row.reason) ? row.reason : null,
    sentence: row.sentence,
    path: row.path,
    fromAt: row.from_at,
    untilAt: row.until_at,
  };
}

/** A reason of a version that had others has no words here. */
function isReason(text: string): text is ReasonCode {
  return Object.hasOwn(REASONS, text);
}

/** Cycles that ended in the span, the latest first. */
export async function readCycles(db: Db, lane: Lane, { from, to }: Span, most: number): Promise<readonly CycleNote[]> {
  const number = await numberOf(db, lane);
  if (number === null) return [];
  const rows = await db
    .selectFrom("cycles")
    .selectAll()
    .where("lane", "=", number)
    .where("ended_at", ">", from)
    .where("ended_at", "<=", to)
    .orderBy("ended_at", "desc")
    .limit(most)
    .execute();
  return rows.map((row) => ({
    beganAt: row.began_at,
    endedAt: row.ended_at,
    items: row.items,
    bytes: row.bytes,
    packages: row.packages,
    end: z.enum(CYCLE_ENDS).parse(row.ending),
    code: readCode(row.code),
  }));
}

function readCode(text: string | null): CycleNote["code"] {
  return text !== null && isReason(text) ? (text as CycleNote["code"]) : null;
}

/** The last packages, the latest first. */
export async function readPackages(db: Db, lane: Lane, most: number): Promise<readonly PackageNote[]> {
  const number = await numberOf(db, lane);
  if (number === null) return [];
  const rows = await db
    .selectFrom("packages")
    .selectAll()
    .where("lane", "=", number)
    .orderBy("epoch", "desc")
    .orderBy("seq", "desc")
    .limit(most)
    .execute();
  return rows.map((row) => ({
    epoch: row.epoch as Epoch,
    seq: row.seq,
    items: row.items,
    bytes: row.bytes,
    publishedAt: row.published_at,
    ackedAt: row.acked_at,
    returnedAt: row.returned_at,
  }));
}

/** The highest package epoch that is known of a lane. */
export async function readEpoch(db: Db, { from, to, module }: Lane): Promise<number> {
  const { rows } = await sql<{ epoch: number }>`
    select epoch from epochs where from_pool = ${from} and to_pool = ${to} and module = ${module}
  `.execute(db);
  return rows[0]?.epoch ?? 0;
}
