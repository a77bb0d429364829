import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ReturnCase } from "#lib/domain/return-receipt.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { ReturnOf } from "#lib/ports/row-returns.ts";
import type { BatchPlace, RowLot } from "#lib/ports/user-store.ts";
import { type ApplySql, applySql } from "./apply-sql.ts";
import { HandoverDesk } from "./handover-desk.ts";
import { isItemError } from "./item-errors.ts";
import { type Judged, type JudgeReturned, returnJudge } from "./judge-returned.ts";
import { SET_POSITION } from "./lane-memory.ts";
import { type ReturnFacts, returnFacts } from "./return-facts.ts";
import { ReturnTally } from "./return-tally.ts";

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
  const judge = returnJudge(db, pool);
  const factsOf = returnFacts(db);
  const desk = new HandoverDesk(db);
  return (lots, place, of, at) => {
    const tally = new ReturnTally(db, place, of);
    db.exec("INSERT INTO importing (id) VALUES (1)");
    for (const lot of lots) {
      const judged = judge(lot);
      const names = judged.map((one) => one.name);
      const facts = factsOf(lot.table.name, names, place, of, at);
      applyLot({ db, pool, sql: sqlOf(lot.table), lot, place, of, at, tally, desk, judge, facts }, judged);
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
  readonly judge: JudgeReturned;
  readonly facts: ReturnFacts;
};

function applyLot(work: Work, judged: readonly Judged[]): void {
  const { lot, tally, judge } = work;
  const known = new Set<string>();
  const absent: Judged[] = [];
  const again: Judged[] = [];
  for (const one of judged) {
    const verdict = verdictOf(work, one);
    if (known.has(one.name)) again.push(one);
    else if (verdict === "absent") absent.push(one);
    else if (verdict === "identical") {
      rememberTaken(work, one);
      tally.identical();
    } else tally.leftAlone(verdict, lot.table.name, one.name);
    known.add(one.name);
  }
  if (!placeTogether(work, absent)) for (const one of absent) placeOne(work, one);
  // A row that comes twice in one lot finds the first in its place.
  for (const { line } of again)
    applyLot(work, judge({ ...lot, is: "rows", rows: 1, lines: Buffer.concat([line, NEWLINE]) }));
}

const NEWLINE = Buffer.from("\n");

function verdictOf({ place, of, facts }: Work, { name, owner, isSame }: Judged): "absent" | "identical" | ReturnCase {
  if (isSame) return "identical";
  // What the partner holds as its own and gives back as this pool's is nobody's, unless this pool gave it.
  const isDisclaimed = owner === place.from && of.source === "standby" && !facts.given.has(name);
  if (owner !== null && !isDisclaimed) return "different";
  return facts.unwanted.get(name) ?? "absent";
}

/** One statement for all of them. False, and nothing written, when they have to go one by one. */
function placeTogether(work: Work, absent: readonly Judged[]): boolean {
  const { db, sql, of, pool, tally } = work;
  if (of.source === "trash" || absent.some((one) => one.owner !== null)) return false;
  db.exec("SAVEPOINT lot");
  try {
    sql.upsertAll().run({ lines: arrayOf(absent.map((one) => one.line)), home: pool });
  } catch (thrown) {
    if (!isItemError(thrown, db)) throw thrown;
    db.exec("ROLLBACK TO lot; RELEASE lot");
    return false;
  }
  db.exec("RELEASE lot");
  for (const one of absent) {
    rememberPlaced(work, one);
    tally.placed(one.line.length);
  }
  return true;
}

/** What the database refuses for what is in it is told, and the rest goes on. */
function placeOne(work: Work, one: Judged): void {
  const { line, key, name, owner } = one;
  const { db, sql, lot, of, desk, pool, tally } = work;
  db.exec("SAVEPOINT item");
  try {
    if (owner !== null) keepInTrash(work, line, owner);
    sql.upsert().run({ line });
    // Whoever deleted it does not hold it any more. Of the standby everything is sent once the data set is whole.
    if (of.source === "trash") desk.recordChange(lot.table.name, key, pool);
    else rememberPlaced(work, one);
    tally.placed(line.length);
  } catch (thrown) {
    if (!isItemError(thrown, db)) throw thrown;
    db.exec("ROLLBACK TO item");
    tally.leftAlone("refused", lot.table.name, name);
  }
  db.exec("RELEASE item");
}

/** The partner is to hear that this pool has what it gave, as of any that it hands over (DESIGN 4). */
function rememberPlaced(work: Work, one: Judged): void {
  if (one.movedAt !== null) work.desk.recordChange(work.lot.table.name, one.key, work.pool);
  rememberTaken(work, one);
}

/** It will be handed over once more: that is nothing new then, whatever became of the row. */
function rememberTaken({ desk, lot, place }: Work, { key, movedAt }: Judged): void {
  if (movedAt !== null) desk.remember(place.module, lot.table.name, key, movedAt);
}

/** What the partner does not call its own any more is replaced, and kept for a while. */
function keepInTrash({ sql, place: { module }, at }: Work, line: Uint8Array, home: string): void {
  sql.toTrash().run({ lines: arrayOf([line]), home, module, at: isoInstant(at), moving: 0 });
}

function arrayOf(lines: readonly Uint8Array[]): Buffer {
  const parts = lines.flatMap((line, i) => (i === 0 ? [line] : [COMMA, line]));
  return Buffer.concat([OPEN, ...parts, CLOSE]);
}

const [OPEN, COMMA, CLOSE] = ["[", ",", "]"].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
