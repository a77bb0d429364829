import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { columnNames, keyNames, type RowTable } from "#lib/domain/row-table.ts";
import type { RowLot } from "#lib/ports/user-store.ts";
import { HandoverDesk } from "./handover-desk.ts";
import { asJsonArray, eachLine } from "./lines.ts";

/** A row that comes back, and what stands in its place. */
export type Judged = {
  readonly line: Uint8Array;
  readonly key: Uint8Array;
  /** The key as it is named and looked up. */
  readonly name: string;
  readonly owner: string | null;
  readonly isSame: boolean;
  /** When the partner gave it; null for a row that was this pool's as ever. */
  readonly movedAt: string | null;
};

export type JudgeReturned = (lot: RowLot) => readonly Judged[];

/** Reads lots of rows that are told to be `pool`'s. Faults with "package-damaged" unless every line is an image of that. */
export function returnJudge(db: DatabaseSync, pool: PoolFqdn): JudgeReturned {
  const known = new Map<string, StatementSync>();
  const sqlOf = (table: RowTable) => {
    const sql = known.get(table.name) ?? judgeSql(db, table);
    known.set(table.name, sql);
    return sql;
  };
  const desk = new HandoverDesk(db);
  return (lot) => {
    if (lot.is === "rows-gone") throw damaged(lot, pool);
    const { images, moves } = lot.is === "rows" ? { images: lot.lines, moves: [] } : openMoves(desk, lot, pool);
    const json = asJsonArray(images);
    if (json?.rows !== lot.rows) throw damaged(lot, pool);
    const lines = eachLine(images);
    let found: readonly unknown[];
    try {
      found = sqlOf(lot.table).all({ lines: json.json, pool });
    } catch (thrown) {
      throw damaged(lot, pool, thrown);
    }
    // Statements that return arrays do so: their type tells of objects alone.
    const judged = (found as readonly (readonly SQLOutputValue[])[]).map(
      ([isImage, key, owner, isSame], at): Judged => {
        const line = lines.next().value;
        if (isImage !== 1 || !(key instanceof Uint8Array) || !line) throw damaged(lot, pool);
        const name = Buffer.from(key.buffer, key.byteOffset, key.length).toString();
        const holder = typeof owner === "string" ? owner : null;
        return { line, key, name, owner: holder, isSame: isSame === 1, movedAt: moves[at] ?? null };
      },
    );
    if (judged.length !== lot.rows) throw damaged(lot, pool);
    return judged;
  };
}

/** What was handed over, as lines of images and the times of the moves. */
function openMoves(desk: HandoverDesk, lot: RowLot, pool: PoolFqdn) {
  if (asJsonArray(lot.lines) === null) throw damaged(lot, pool);
  try {
    const opened = [...eachLine(lot.lines)].map((line) => desk.open(lot.table.name, line));
    const images = Buffer.concat(opened.flatMap(({ image }) => [image, NEWLINE]));
    return { images, moves: opened.map(({ firstAt }) => firstAt) };
  } catch (thrown) {
    throw damaged(lot, pool, thrown);
  }
}

const NEWLINE = Buffer.from("\n");

/** Of each of :lines, in order: is it an image of :pool, its key, whose row stands in its place, is that the same. */
function judgeSql(db: DatabaseSync, table: RowTable): StatementSync {
  const columns = columnNames(table);
  const keys = keyNames(table);
  const value = (at: number) => `json_extract(i.value, '$[${at}]')`;
  const isImage = `i.type = 'array' AND json_array_length(i.value) = ${columns.length} AND ${value(columns.length - 1)} IS :pool`;
  const statement = db.prepare(`
    SELECT ${isImage}, CAST(json_array(${keys.map((_, i) => value(i)).join(", ")}) AS BLOB), t.home_pool,
      (${columns.map((c) => `t.${c}`).join(", ")}) IS (${columns.map((_, i) => value(i)).join(", ")})
    FROM jsonb_each(CAST(:lines AS TEXT)) i
    LEFT JOIN ${table.name} t ON ${keys.map((key, i) => `t.${key} = ${value(i)}`).join(" AND ")}`);
  statement.setReturnArrays(true);
  return statement;
}

function damaged({ table }: RowLot, pool: PoolFqdn, cause?: unknown): Fault {
  return new Fault("package-damaged", `A row of ${table.name} that comes back is not of ${pool}.`, table.name, cause);
}
