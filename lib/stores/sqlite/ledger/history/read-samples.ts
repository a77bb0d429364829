import { setImmediate as turn } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import type { Lane } from "#lib/domain/lane.ts";
import type { LaneSample } from "#lib/domain/sample.ts";
import type { Span } from "#lib/ports/history.ts";
import type { LedgerSchema } from "../schema.ts";
import { numberOf } from "./lane-numbers.ts";
import { COLUMNS, FOLDED, type SampleRow, sampleOf } from "./sample-row.ts";

/** So much is read at once, and then others have their turn: two busy days take a fifth of a second. */
const SLICE_MS = 6 * 3_600_000;

/** A lane's samples in the span, folded into at most `most` steps of equal length; all three tiers are one line of time. */
export async function readSamples(
  db: Kysely<LedgerSchema>,
  lane: Lane,
  { from, to }: Span,
  most: number,
): Promise<readonly LaneSample[]> {
  const number = await numberOf(db, lane);
  if (number === null || to <= from) return [];
  const first = await firstAt(db, number, from);
  if (first === null) return [];
  const stepMs = Math.max(1, Math.ceil((to - from) / most));
  const sliceMs = Math.max(1, Math.floor(SLICE_MS / stepMs)) * stepMs;
  const found: LaneSample[] = [];
  // What lies before the first sample needs no look.
  for (let since = from + Math.floor((first - from - 1) / sliceMs) * sliceMs; since < to; since += sliceMs) {
    found.push(...(await readSlice(db, number, { from: since, to: Math.min(to, since + sliceMs) }, stepMs)));
    await turn();
  }
  return found;
}

async function firstAt(db: Kysely<LedgerSchema>, number: number, from: number): Promise<number | null> {
  const { rows } = await sql<{ at: number | null }>`
    select min(at) as at from samples where lane = ${number} and tier in (0, 60000, 3600000) and at > ${from}
  `.execute(db);
  return rows[0]?.at ?? null;
}

/** The groups first, then the last row of each: the other way round every row would be held against every group. */
async function readSlice(db: Kysely<LedgerSchema>, number: number, { from, to }: Span, stepMs: number) {
  const { rows } = await sql<SampleRow>`
    with g as (
      select ${FOLDED} from samples s where lane = ${number} and tier in (0, 60000, 3600000) and at > ${from} and at <= ${to}
      group by cast((at - ${from} - 1) / ${stepMs} as integer))
    select ${COLUMNS} from g
    cross join samples l on l.lane = ${number} and l.tier in (0, 60000, 3600000) and l.at = g.at
    group by g.at order by g.at
  `.execute(db);
  return rows.map(sampleOf);
}
