import { setImmediate as turn } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import type { Instant } from "#lib/domain/instant.ts";
import type { LedgerSchema } from "../schema.ts";
import { forgetAsked } from "./forget-asked.ts";
import { COLUMNS, FOLDED } from "./sample-row.ts";
import { TIERS } from "./tables.ts";

type Db = Kysely<LedgerSchema>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** How long samples are kept as they were read, one a minute, and one an hour (PRODUCT A10). */
const RAW_MS = 2 * DAY_MS;
const MINUTES_MS = 30 * DAY_MS;
const HOURS_MS = 2 * 365 * DAY_MS;
/** Less than that is not worth a write. */
const WORTH_MS = HOUR_MS;
const WORTH_ROWS = 50;
/** What is too old is looked for this often. */
const FORGET_MS = HOUR_MS;
/** A transaction never folds more than so much time. */
const STEP_MS = { minutes: 3 * HOUR_MS, hours: 3 * DAY_MS } as const;
/** What is overdue for so long is folded though there is no time: else many lanes could bring more than is ever folded. */
const LATE_MS = 2 * DAY_MS;
/** Of a lane so many are kept, whatever their age. */
const MOST_CYCLES = 5_000;
const MOST_PACKAGES = 500;

const [RAW, MINUTES, HOURS] = TIERS;

/** Thins the history of one lane after the other, a small transaction at a time. */
export class Thinner {
  #next = 0;
  /** When of a lane was forgotten what is too old. */
  readonly #forgotAt = new Map<number, Instant>();
  /** When requests that are too old were. */
  #forgotAskedAt = 0;

  /** The next lane, and while there is time those after it, once around at most. */
  async step(db: Db, now: Instant, hasTime: () => boolean): Promise<void> {
    if (Math.abs(now - this.#forgotAskedAt) >= FORGET_MS) {
      this.#forgotAskedAt = now;
      await forgetAsked(db, now);
    }
    const first = await this.#nextLane(db);
    for (let lane = first; lane !== null; ) {
      await this.#thin(db, lane, now, hasTime);
      if (!hasTime()) return;
      lane = await this.#nextLane(db);
      if (lane === first) return;
    }
  }

  async #thin(db: Db, lane: number, now: Instant, hasTime: () => boolean): Promise<void> {
    const raw = { lane, tier: RAW, into: MINUTES, before: now - RAW_MS, mostMs: STEP_MS.minutes };
    const minutes = { lane, tier: MINUTES, into: HOURS, before: now - MINUTES_MS, mostMs: STEP_MS.hours };
    for (const folding of [raw, minutes]) await foldDue(db, folding, hasTime);
    if (Math.abs(now - (this.#forgotAt.get(lane) ?? 0)) < FORGET_MS) return;
    this.#forgotAt.set(lane, now);
    await forgetOld(db, lane, now);
  }

  /** Round and round: no lane waits longer than all of them take. */
  async #nextLane(db: Db): Promise<number | null> {
    const after = (id: number) =>
      db.selectFrom("history_lanes").select("id").where("id", ">", id).orderBy("id").limit(1).executeTakeFirst();
    const found = (await after(this.#next)) ?? (await after(0));
    this.#next = found?.id ?? 0;
    return found?.id ?? null;
  }
}

type Folding = {
  readonly lane: number;
  readonly tier: number;
  readonly into: number;
  readonly before: Instant;
  readonly mostMs: number;
};

/** Folds what is due of a tier: a part, then more while there is time, and in any case all that is late. */
async function foldDue(db: Db, folding: Folding, hasTime: () => boolean): Promise<void> {
  const { lane, tier, before } = folding;
  for (let isFirst = true; ; isFirst = false) {
    const oldest = await oldestAt(db, lane, tier);
    if (oldest === null || oldest > before - WORTH_MS) return;
    if (!isFirst) {
      if (oldest > before - LATE_MS && !hasTime()) return;
      await turn();
    }
    await fold(db, oldest, folding);
  }
}

/** Makes the oldest samples of a tier into fewer of the next. A whole minute or hour at a time: none is ever folded in halves. */
async function fold(db: Db, oldest: Instant, { lane, tier, into, before, mostMs }: Folding): Promise<void> {
  const whole = (at: Instant) => Math.floor(at / into) * into;
  const upTo = Math.min(whole(before), whole(oldest) + mostMs);
  const inStep = sql`lane = ${lane} and tier = ${tier} and at < ${upTo}`;
  await db.transaction().execute(async (write) => {
    await sql`
      insert or replace into samples
      with g as (select ${FOLDED} from samples s where ${inStep} group by cast(at / ${into} as integer))
      select ${lane}, ${into}, ${COLUMNS} from g cross join samples l on l.lane = ${lane} and l.tier = ${tier} and l.at = g.at
    `.execute(write);
    await sql`delete from samples where ${inStep}`.execute(write);
  });
}

async function oldestAt(db: Db, lane: number, tier: number): Promise<Instant | null> {
  const row = await db
    .selectFrom("samples")
    .select("at")
    .where("lane", "=", lane)
    .where("tier", "=", tier)
    .orderBy("at")
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** What is too old, or more than is kept. Each is asked for first: where little is to go, nothing is written. */
async function forgetOld(db: Db, lane: number, now: Instant): Promise<void> {
  const ofLane = sql`lane = ${lane}`;
  const tooOld = [
    sql`from samples where ${ofLane} and tier = ${HOURS} and at < ${now - HOURS_MS}`,
    sql`from spans where ${ofLane} and side = 'export' and is_notable = 0 and from_at < ${now - MINUTES_MS}`,
    sql`from spans where ${ofLane} and side = 'import' and is_notable = 0 and from_at < ${now - MINUTES_MS}`,
    sql`from spans where ${ofLane} and side = 'export' and from_at < ${now - HOURS_MS}`,
    sql`from spans where ${ofLane} and side = 'import' and from_at < ${now - HOURS_MS}`,
    sql`from cycles where ${ofLane} and ended_at < ${now - MINUTES_MS}`,
    sql`from cycles where ${ofLane} and ended_at <= (
      select ended_at from cycles where ${ofLane} order by ended_at desc limit 1 offset ${MOST_CYCLES})`,
    sql`from packages where ${ofLane} and (epoch, seq) <= (
      select epoch, seq from packages where ${ofLane} order by epoch desc, seq desc limit 1 offset ${MOST_PACKAGES})`,
  ];
  for (const which of tooOld) {
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from (select 1 ${which} limit ${WORTH_ROWS})`.execute(db);
    if (rows[0]?.n === WORTH_ROWS) await sql`delete ${which}`.execute(db);
  }
}
