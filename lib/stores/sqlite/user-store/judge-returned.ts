import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { columnNames, keyNames, type RowTable } from "#lib/domain/row-table.ts";
import type { RowLot } from "#lib/ports/user-store.ts";
import { asJsonArray, eachLine } from "./lines.ts";

/** A row that comes back, and what stands in its place. */
export type Judged = {
  readonly line: Uint8Array;
  readonly key: Uint8Array;
  /** The key as it is named and looked up. */
  readonly name: string;
  readonly owner: string | null;
  readonly isSame: boolean;
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
  return (lot) => {
    const json = asJsonArray(lot.lines);
    if (lot.is !== "rows" || json?.rows !== lot.rows) throw damaged(lot, pool);
    const lines = eachLine(lot.lines);
    let found: readonly unknown[];
    try {
      found = sqlOf(lot.table).all({ lines: json.json, pool });
    } catch (thrown) {
      throw damaged(lot, pool, thrown);
    }
    // Statements that return arrays do so: their type tells of objects alone.
    const judged = (found as readonly (readonly SQLOutputValue[])[]).map(([isImage, key, owner, isSame]): Judged => {
      const line = lines.next().value;
      if (isImage !== 1 || !(key instanceof Uint8Array) || !line) throw damaged(lot, pool);
      const name = Buffer.from(key.buffer, key.byteOffset, key.length).toString();
      return { line, key, name, owner: typeof owner === "string" ? owner : null, isSame: isSame === 1 };
    });
    if (judged.length !== lot.rows) throw damaged(lot, pool);
    return judged;
  };
}

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
