import { type Kysely, sql } from "kysely";
import type { Lane } from "#lib/domain/lane.ts";
import type { LaneSample } from "#lib/domain/sample.ts";
import type { Span } from "#lib/ports/history.ts";
import type { LedgerSchema } from "../schema.ts";
import { numberOf } from "./lane-numbers.ts";
import { COLUMNS, FOLDED, type SampleRow, sampleOf } from "./sample-row.ts";

/** A lane's samples in the span, folded into at most `most` steps of equal length; all three tiers are one line of time. */
export async function readSamples(
  db: Kysely<LedgerSchema>,
  lane: Lane,
  { from, to }: Span,
  most: number,
): Promise<readonly LaneSample[]> {
  const number = await numberOf(db, lane);
  if (number === null || to <= from) return [];
  const stepMs = Math.max(1, Math.ceil((to - from) / most));
  const { rows } = await sql<SampleRow>`
    with s as (select * from samples where lane = ${number} and tier in (0, 60000, 3600000) and at > ${from} and at <= ${to}),
      g as (select ${FOLDED} from s group by (at - ${from} - 1) / ${stepMs})
    select ${COLUMNS} from g join s l on l.at = g.at group by g.at order by g.at
  `.execute(db);
  return rows.map(sampleOf);
}
