import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Fault } from "#lib/domain/fault.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { ReturnOf } from "#lib/ports/row-returns.ts";
import type { BatchPlace, RowLot } from "#lib/ports/user-store.ts";
import { type ApplySql, applySql } from "./apply-sql.ts";
import { HandoverDesk } from "./handover-desk.ts";
import { isItemError } from "./item-errors.ts";
import { SET_POSITION } from "./lane-memory.ts";
import { asJsonArray, eachLine } from "./lines.ts";
import { ReturnTally } from "./return-tally.ts";
import { type Unwanted, unwantedReader } from "./unwanted-book.ts";

export type ApplyReturned = (lots: readonly RowLot[], place: BatchPlace, of: ReturnOf, at: number) => void;

/** Applies what the partner gives back to `pool`'s user database. To be called inside a write transaction. */
export function returnApplier(db: DatabaseSync, pool: PoolFqdn): ApplyReturned {
  const known = new Map<string, ApplySql>();
  const sqlOf = (table: RowTable) => {
    const sql = known.get(table.name) ?? applySql(db, table);
    known.set(table.name, sql);
    return sql;
  };
  const setPosition = db.prepare(SET_POSITION);
  const standing = standingReader(db, unwantedReader(db));
  const desk = new HandoverDesk(db);
  return (lots, place, of, at) => {
    const tally = new ReturnTally(db, place, of);
    db.exec("INSERT INTO importing (id) VALUES (1)");
    for (const lot of lots) {
      const work = { db, pool, sql: sqlOf(lot.table), lot, place, of, at, tally, desk };
      const lines = judgeAll(work);
      const facts = standing(work, lines);
      for (const line of lines) applyOne(work, line, facts);
    }
    tally.keep();
    setPosition.run(place.module, place.from, JSON.stringify(place.position));
    db.exec("DELETE FROM importing");
  };
}

type Work = {
  readonly db: DatabaseSync;
  readonly pool: PoolFqdn;
  readonly sql: ApplySql;
  readonly lot: RowLot;
  readonly place: BatchPlace;
  readonly of: ReturnOf;
  readonly at: number;
  readonly tally: ReturnTally;
  readonly desk: HandoverDesk;
};

type Judged = {
  readonly line: Uint8Array;
  readonly key: Uint8Array;
  readonly owner: string | null;
  readonly isSame: boolean;
};

/** What else is known of the keys of a lot. */
type Facts = {
  readonly unwanted: ReadonlyMap<string, "deleted-by-owner" | "in-flight">;
  /** Rows that this pool gave to its partner, which has not told of them as its own yet. */
  readonly given: ReadonlySet<string>;
};

/** Faults unless every line is an image of this pool's. */
function judgeAll(work: Work): readonly Judged[] {
  const { lot } = work;
  if (lot.is !== "rows" || asJsonArray(lot.lines)?.rows !== lot.rows) throw damaged(work);
  return [...eachLine(lot.lines)].map((line) => judge(work, line));
}

function judge(work: Work, line: Uint8Array): Judged {
  let seen: ReturnType<StatementSync["get"]>;
  try {
    seen = work.sql.judge.get({ line, home: work.pool });
  } catch (thrown) {
    throw damaged(work, thrown);
  }
  if (seen?.is_image !== 1 || !(seen.key instanceof Uint8Array)) throw damaged(work);
  return { line, key: seen.key, owner: typeof seen.owner === "string" ? seen.owner : null, isSame: seen.is_same === 1 };
}

function damaged({ lot, pool }: Work, cause?: unknown): Fault {
  const sentence = `A row of ${lot.table.name} that comes back is not of ${pool}.`;
  return new Fault("package-damaged", sentence, lot.table.name, cause);
}

/** What clients did and nobody took yet is on its way too. */
function standingReader(db: DatabaseSync, unwanted: Unwanted): (work: Work, lines: readonly Judged[]) => Facts {
  const changes = db.prepare(`
    SELECT key, max(home_pool = :partner) AS given FROM changes
    WHERE tbl = :table AND key IN (SELECT value FROM json_each(:keys)) GROUP BY key`);
  const moves = db.prepare("SELECT key FROM moves WHERE tbl = :table AND key IN (SELECT value FROM json_each(:keys))");
  return ({ lot, place, of, at }, lines) => {
    const keys = lines.map(({ key }) => textOf(key));
    const asked = { table: lot.table.name, keys: JSON.stringify(keys) };
    const changed = changes.all({ ...asked, partner: place.from });
    const given = [...changed.filter((one) => one.given === 1), ...moves.all(asked)];
    const reasons = new Map(unwanted(place.module, lot.table.name, keys, at));
    for (const { key } of changed) reasons.set(String(key), "in-flight");
    // A person chose what comes from the trash.
    return {
      unwanted: of.source === "trash" ? new Map() : reasons,
      given: new Set(given.map(({ key }) => String(key))),
    };
  };
}

function applyOne(work: Work, judged: Judged, facts: Facts): void {
  const { lot, tally } = work;
  const key = textOf(judged.key);
  // A row that comes twice in one lot finds the first in its place.
  const { owner, isSame } = judged.owner === null ? judge(work, judged.line) : judged;
  if (isSame) {
    tally.identical();
    return;
  }
  const isAbsent =
    owner === null || (owner === work.place.from && work.of.source === "standby" && !facts.given.has(key));
  const why = isAbsent ? (facts.unwanted.get(key) ?? (place(work, judged, owner) ? null : "refused")) : "different";
  if (why === null) tally.placed(judged.line.length);
  else tally.leftAlone(why, lot.table.name, key);
}

/** False when the database refuses it for what is in it. */
function place(work: Work, { line, key }: Judged, owner: string | null): boolean {
  const { db, sql, lot, of, desk, pool } = work;
  db.exec("SAVEPOINT item");
  try {
    if (owner !== null) keepInTrash(work, line, owner);
    sql.upsert.run({ line });
    // Whoever deleted it does not hold it any more. Of the standby everything is sent once the data set is whole.
    if (of.source === "trash") desk.recordChange(lot.table.name, key, pool);
  } catch (thrown) {
    if (!isItemError(thrown, db)) throw thrown;
    db.exec("ROLLBACK TO item; RELEASE item");
    return false;
  }
  db.exec("RELEASE item");
  return true;
}

/** What the partner does not call its own any more is replaced, and kept for a while. */
function keepInTrash({ sql, place, at }: Work, line: Uint8Array, home: string): void {
  const lines = Buffer.concat([Buffer.from("["), line, Buffer.from("]")]);
  sql.toTrash.run({ lines, home, module: place.module, at: isoInstant(at), moving: 0 });
}

function textOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.length).toString();
}
