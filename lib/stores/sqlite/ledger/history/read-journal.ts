import { type Kysely, type RawBuilder, sql } from "kysely";
import { ACCESS_ACTIONS } from "#lib/domain/audit-action.ts";
import { REQUEST_KINDS } from "#lib/domain/request.ts";
import type { JournalEntry, JournalPage, JournalQuestion } from "#lib/ports/history.ts";
import type { RequestWithRuns } from "#lib/ports/ledger.ts";
import { requestsByIds } from "../request-queries.ts";
import type { LedgerSchema } from "../schema.ts";
import { spanOf, spanRows } from "./read-story.ts";

type Db = Kysely<LedgerSchema>;

/** Where an entry is kept. Of one moment, the sources in this order; in each, by number or name. */
const SOURCES = ["audit", "runs", "spans", "engine"] as const;
type Source = (typeof SOURCES)[number];

/** An entry's place: all that is needed to find it again and to go on after it. */
type Place = { readonly at: number; readonly source: Source; readonly key: string };

/** One story from all that is kept of who asked, what ran and what failed; the latest first. */
export async function readJournal(db: Db, asked: JournalQuestion): Promise<JournalPage | null> {
  const after = asked.after === null ? null : placeOf(asked.after);
  if (asked.after !== null && (after === null || !(await isTold(db, asked, after)))) return null;
  const places = await findPlaces(db, asked, after);
  const page = places.slice(0, asked.limit);
  const last = page.at(-1);
  return {
    entries: await entriesAt(db, page),
    next: last !== undefined && places.length > asked.limit ? idOf(last) : null,
  };
}

/** Whether there is an entry there, of what is asked for. */
async function isTold(db: Db, asked: JournalQuestion, { at, source, key }: Place): Promise<boolean> {
  const select = selectOf(source, asked);
  if (select === null) return false;
  const { rows } = await sql`select 1 from (${select}) where at = ${at} and key = ${key} limit 1`.execute(db);
  return rows.length > 0;
}

/** One more than is asked for, so that it is known whether there are more. */
async function findPlaces(db: Db, asked: JournalQuestion, after: Place | null): Promise<readonly Place[]> {
  const { from, to, limit } = asked;
  const selects = SOURCES.flatMap((source, rank) => {
    const select = selectOf(source, asked);
    if (select === null) return [];
    const isAfter =
      after === null
        ? sql`true`
        : sql`(at, ${rank}, key) < (${after.at}, ${SOURCES.indexOf(after.source)}, ${after.key})`;
    return sql`select * from (
      select at, ${sql.lit(rank)} as rank, key from (${select})
      where at > ${from} and at <= ${after === null ? to : Math.min(to, after.at)} and ${isAfter}
      order by at desc, key desc limit ${limit + 1})`;
  });
  if (selects.length === 0) return [];
  const { rows } = await sql<{ at: number; rank: number; key: string }>`
    ${sql.join(selects, sql` union all `)} order by at desc, rank desc, key desc limit ${limit + 1}
  `.execute(db);
  return rows.map(({ at, rank, key }) => ({ at, source: SOURCES[rank] ?? "audit", key }));
}

/** What of a source is asked for; null when nothing is. Numbers are keys of one length, so that they sort as they count. */
function selectOf(source: Source, asked: JournalQuestion): RawBuilder<unknown> | null {
  const { kinds, pool, within, module, exporter } = asked;
  const has = (...some: JournalQuestion["kinds"][number][]) => some.some((kind) => kinds.includes(kind));
  const all = (...conditions: RawBuilder<unknown>[]) => sql.join(conditions, sql` and `);
  const ofPool = (from: string, to: string) => [
    ...(pool === null ? [] : [sql`(${sql.ref(from)} = ${pool} or ${sql.ref(to)} = ${pool})`]),
    ...(exporter === null ? [] : [sql`${sql.ref(from)} = ${exporter}`]),
    ...(within === undefined ? [] : [sql`(${sql.ref(from)} in ${json(within)} or ${sql.ref(to)} in ${json(within)})`]),
  ];
  switch (source) {
    case "audit": {
      if (!has("asked", "changed")) return null;
      const isAsked = sql`r.id is not null`;
      const which = has("asked") ? (has("changed") ? sql`true` : isAsked) : sql`not ${isAsked}`;
      const isNamed =
        pool === null ? sql`true` : sql`(r.id is null and instr(' ' || a.subject || ' ', ${` ${pool} `}) > 0)`;
      const isOfPool = [...ofPool("r.from_pool", "r.to_pool"), sql`r.id is not null`];
      const isOfModule =
        module === null ? sql`true` : sql`exists (select 1 from json_each(r.modules_json) m where m.value = ${module})`;
      const isOfRequest = all(...isOfPool, isOfModule);
      const isAny = pool === null && exporter === null && module === null;
      const wanted = isAny
        ? sql`true`
        : exporter === null && module === null
          ? sql`(${isNamed} or (${isOfRequest}))`
          : isOfRequest;
      const isDone = sql`a.action not in (${sql.join(ACCESS_ACTIONS)})`; // who came and went is told by the audit itself
      const isWithin =
        within === undefined
          ? sql`true`
          : sql`(r.from_pool in ${json(within)} or r.to_pool in ${json(within)} or (r.id is null and (a.subject = 'Global' or exists (
              select 1 from json_each(${JSON.stringify(within)}) w where instr(' ' || a.subject || ' ', ' ' || w.value || ' ') > 0))))`;
      return sql`select a.at as at, printf('%015d', a.n) as key from audit a left join requests r on r.id = a.subject
        where ${isDone} and ${which} and ${wanted} and ${isWithin}`;
    }
    case "runs": {
      if (!has("ran", "failed")) return null;
      const failed = sql`u.rest_json ->> 'end' = 'failed'`;
      const which = has("ran") ? (has("failed") ? sql`true` : sql`not coalesce(${failed}, false)`) : failed;
      const ofModule = module === null ? [] : [sql`u.module = ${module}`];
      return sql`select u.ended_at as at, u.request_id || ' ' || u.module as key from runs u
        join requests r on r.id = u.request_id
        where ${all(sql`u.ended_at is not null`, which, ...ofPool("r.from_pool", "r.to_pool"), ...ofModule)}`;
    }
    case "spans": {
      if (!has("state", "failed")) return null;
      const failed = sql`s.state = 'ErrorState'`;
      const which = has("state") ? (has("failed") ? sql`true` : sql`not ${failed}`) : failed;
      const ofModule = module === null ? [] : [sql`l.module = ${module}`];
      return sql`select s.from_at as at, printf('%015d', s.n) as key from spans s join history_lanes l on l.id = s.lane
        where ${all(sql`s.is_notable = 1`, which, ...ofPool("l.from_pool", "l.to_pool"), ...ofModule)}`;
    }
    case "engine":
      // What is asked of one lane is not drowned in what concerns all of them.
      return has("engine") && exporter === null && module === null
        ? sql`select began_at as at, run_id as key from engine_runs`
        : null;
  }
}

/** Names as a list that SQL looks into. */
function json(names: readonly string[]): RawBuilder<unknown> {
  return sql`(select value from json_each(${JSON.stringify(names)}))`;
}

async function entriesAt(db: Db, places: readonly Place[]): Promise<readonly JournalEntry[]> {
  const keys = (source: Source) => places.filter((place) => place.source === source).map(({ key }) => key);
  const numbers = (source: Source) => keys(source).map(Number);
  const audits = await db.selectFrom("audit").selectAll().where("n", "in", numbers("audit")).execute();
  const spans = await spanRows(db).where("n", "in", numbers("spans")).execute();
  const starts = await db.selectFrom("engine_runs").selectAll().where("run_id", "in", keys("engine")).execute();
  const runKeys = keys("runs").map((key) => key.split(" ")[0] ?? "");
  const requests = await requestsByIds(db, [...new Set([...runKeys, ...audits.map(({ subject }) => subject)])]);
  const entryAt = (place: Place): JournalEntry | null => {
    const common = { at: place.at, id: idOf(place) };
    switch (place.source) {
      case "audit": {
        const row = audits.find(({ n }) => n === Number(place.key));
        const found = row === undefined ? null : auditOf(row, requests);
        return found && { ...common, ...found };
      }
      case "runs": {
        const found = runOf(place, requests);
        return found && { ...common, ...found };
      }
      case "spans": {
        const row = spans.find(({ n }) => n === Number(place.key));
        const span = row && spanOf(row);
        return span === undefined ? null : { ...common, kind: span.state === "ErrorState" ? "failed" : "state", span };
      }
      case "engine": {
        const row = starts.find(({ run_id }) => run_id === place.key);
        return row === undefined ? null : { ...common, kind: "engine", machine: row.machine, runId: row.run_id };
      }
    }
  };
  return places.map(entryAt).filter((entry) => entry !== null);
}

type AuditRow = {
  actor: string;
  door: string;
  action: string;
  subject: string;
  before_json: string | null;
  after_json: string | null;
};

function auditOf(row: AuditRow, requests: readonly RequestWithRuns[]) {
  const done = { by: row.actor, door: row.door, action: row.action };
  const found = requests.find(({ request }) => request.id === row.subject);
  if (found) return { kind: "asked" as const, ...done, request: found.request };
  if (REQUEST_KINDS.some((kind) => kind === row.action)) return null; // so old that the request is forgotten
  const value = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
  const [before, after] = [value(row.before_json), value(row.after_json)];
  return { kind: "changed" as const, ...done, subject: row.subject, before, after };
}

function runOf({ key }: Place, requests: readonly RequestWithRuns[]) {
  const [id, module] = key.split(" ");
  const found = requests.find(({ request }) => request.id === id);
  const run = found?.runs.find(({ lane }) => lane.module === module);
  if (!found || !run) return null;
  return { kind: run.end === "failed" ? ("failed" as const) : ("ran" as const), request: found.request, run };
}

function idOf({ at, source, key }: Place): string {
  return Buffer.from(JSON.stringify([at, source, key])).toString("base64url");
}

/** Null for what is no id of ours. */
function placeOf(id: string): Place | null {
  try {
    const [at, source, key]: readonly unknown[] = JSON.parse(Buffer.from(id, "base64url").toString("utf8"));
    const known = SOURCES.find((one) => one === source);
    return typeof at === "number" && known !== undefined && typeof key === "string" ? { at, source: known, key } : null;
  } catch {
    return null;
  }
}
