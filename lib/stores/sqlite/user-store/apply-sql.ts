import type { DatabaseSync, StatementSync } from "node:sqlite";
import { columnNames, keyNames, type RowTable } from "#lib/domain/row-table.ts";
import { imageSql } from "./read-sql.ts";
import { whenNeeded } from "./when-needed.ts";

/** What the statements below call where a whole lot cannot be applied at once: the caller then goes line by line. */
export const NOT_TOGETHER = "not_together";

/** Each is prepared when it is first needed: triggers make that long, and few of them are. */
export type ApplySql = {
  /** Writes all images of :lines where they differ. Fails when one is not of :home or another owner's row is in its place. */
  readonly upsertAll: () => StatementSync;
  /** Of one :line: is it an image of :home, its key, whose row stands in its place, is that the same. */
  readonly judge: () => StatementSync;
  /** Writes one image where it differs. */
  readonly upsert: () => StatementSync;
  /** How many of :lines are tombstones. */
  readonly countKeys: () => StatementSync;
  /**
   * Keeps the images of the :home rows whose tombstones :lines are; deletes them. A row that was given to :home since, or
   * just now where any is :moving, is not meant.
   */
  readonly toTrash: () => StatementSync;
  readonly deleteAll: () => StatementSync;
  /** The key of a tombstone :line. */
  readonly keyOf: () => StatementSync;
  /** Forgets the moves of rows whose images or tombstones :lines are: the partner has them, or had. */
  readonly forgetMoved: () => StatementSync;
  readonly forgetMoving: () => StatementSync;
  readonly forgetGone: () => StatementSync;
  /** Takes the items of :lines, images or keys, out of the quarantine. */
  readonly settleAll: () => StatementSync;
};

/** The statements that apply lines of one table. Lines are JSON, read by SQLite itself; see RowLot. */
export function applySql(db: DatabaseSync, table: RowTable): ApplySql {
  const t = table.name;
  const columns = columnNames(table);
  const keys = keyNames(table);
  const rest = columns.filter((column) => !keys.includes(column));
  const value = (line: string, at: number) => `json_extract(${line}, '$[${at}]')`;
  const isImage = (line: string) =>
    `json_array_length(${line}) = ${columns.length} AND ${value(line, columns.length - 1)} IS :home`;
  // Parsed once: the values of the inner arrays come out as JSONB.
  const each = "jsonb_each(CAST(:lines AS TEXT)) i";
  const one = "(SELECT CAST(:line AS TEXT) AS value) i";
  const set = rest.map((column) => `${column} = excluded.${column}`).join(", ");
  const differs = `(${rest.map((c) => `${t}.${c}`).join(", ")}) IS NOT (${rest.map((c) => `excluded.${c}`).join(", ")})`;
  const onConflict = (where: string) => `ON CONFLICT (${keys.join(", ")}) DO UPDATE SET ${set} WHERE ${where}`;
  const values = columns.slice(0, -1).map((_, i) => value("i.value", i));
  const keyOf = `json_array(${keys.map((_, i) => value("i.value", i)).join(", ")})`;
  const takenAt = `'$[${keys.length}].taken'`;
  const taken = `json_extract(i.value, ${takenAt})`;
  const isTombstone = `i.type = 'array' AND (json_array_length(i.value) = ${keys.length}
    OR json_array_length(i.value) = ${keys.length + 1} AND json_type(i.value, ${takenAt}) = 'text')`;
  const isMeant = `(:moving = 0 OR ${keyOf} NOT IN (SELECT key FROM changes WHERE tbl = '${t}' AND home_pool = :home))
    AND (NOT EXISTS (SELECT 1 FROM moves) OR NOT EXISTS (
    SELECT 1 FROM moves m WHERE m.tbl = '${t}' AND m.key = ${keyOf} AND m.at IS NOT ${taken}))`;
  const isKeyHere = keys.map((key, i) => `t.${key} = ${value("i.value", i)}`).join(" AND ");
  const later = (sql: string) => whenNeeded(db, sql);
  return {
    upsertAll: later(`
      INSERT INTO ${t} (${columns.join(", ")})
      SELECT ${values.join(", ")}, CASE WHEN ${isImage("i.value")} THEN :home ELSE ${NOT_TOGETHER}() END
      FROM ${each} WHERE true
      ${onConflict(`CASE WHEN ${t}.home_pool = :home THEN ${differs} ELSE ${NOT_TOGETHER}() END`)}`),
    judge: later(`
      SELECT json_valid(i.value) AND ${isImage("i.value")} AS is_image, CAST(${keyOf} AS BLOB) AS key, t.home_pool AS owner,
        (${columns.map((c) => `t.${c}`).join(", ")}) IS (${columns.map((_, i) => value("i.value", i)).join(", ")}) AS is_same
      FROM ${one} LEFT JOIN ${t} t ON ${isKeyHere}`),
    upsert: later(`
      INSERT INTO ${t} (${columns.join(", ")})
      SELECT ${values.join(", ")}, ${value("i.value", columns.length - 1)} FROM ${one} WHERE true ${onConflict(differs)}`),
    countKeys: later(`
      SELECT count(*) AS n FROM ${each} WHERE ${isTombstone}`),
    toTrash: later(`
      INSERT INTO trash (module, tbl, key, home_pool, image, at)
      SELECT :module, '${t}', ${keyOf}, t.home_pool, ${imageSql(table, "t")}, :at
      FROM ${each} CROSS JOIN ${t} t ON ${isKeyHere} AND t.home_pool = :home WHERE ${isMeant}`),
    deleteAll: later(`
      DELETE FROM ${t} WHERE home_pool = :home
        AND (${keys.join(", ")}) IN (SELECT ${keys.map((_, i) => value("i.value", i)).join(", ")} FROM ${each} WHERE ${isMeant})`),
    keyOf: later(`SELECT CAST(${keyOf} AS BLOB) AS key FROM ${one}`),
    forgetMoved: later(`DELETE FROM moves WHERE tbl = '${t}' AND key IN (SELECT ${keyOf} FROM ${each})`),
    forgetMoving: later(`
      DELETE FROM changes WHERE tbl = '${t}' AND home_pool = :home AND key IN (SELECT ${keyOf} FROM ${each})`),
    forgetGone: later(`
      DELETE FROM moves WHERE tbl = '${t}' AND (key, at) IN (SELECT ${keyOf}, ${taken} FROM ${each})`),
    settleAll: later(`
      DELETE FROM quarantined WHERE module = :module AND from_pool = :from AND tbl = '${t}'
        AND key IN (SELECT ${keyOf} FROM ${each})`),
  };
}
