import type { DatabaseSync, StatementSync } from "node:sqlite";
import { columnNames, keyNames, type RowTable } from "#lib/domain/row-table.ts";
import type { ReturnedRows, ReturnSource, RowReturns } from "#lib/ports/row-returns.ts";
import type { UserStoreIdentity } from "./connect.ts";
import { isGiven } from "./inventory-rows.ts";
import { Lots, movedLine } from "./line-lots.ts";
import { imageSql } from "./read-sql.ts";

type ReadReturned = Pick<RowReturns, "trashed" | "readReturned">;

/** What this pool holds for its partner and can give back: its standby rows, and what is in the trash of them. */
export function returnedRows(db: DatabaseSync, { partner }: UserStoreIdentity): ReadReturned {
  const known = new Map<string, Readonly<Record<ReturnSource, StatementSync>>>();
  const sqlOf = (table: RowTable) => {
    const sql = known.get(table.name) ?? { standby: standbyOf(db, table), trash: trashOf(db, table) };
    known.set(table.name, sql);
    return sql;
  };
  const trashed = db.prepare(`
    SELECT id, tbl, json_array_length(image) AS columns FROM trash
    WHERE module = :module AND home_pool = :home AND id IN (SELECT CAST(value AS INTEGER) FROM json_each(:ids)) ORDER BY id`);
  return {
    trashed: async (module, home, tables, ids) =>
      trashed.all({ module, home, ids: JSON.stringify(ids.filter(isTrashId)) }).flatMap(({ id, tbl, columns }) => {
        const table = tables.find((one) => one.name === tbl);
        return table && columnNames(table).length === columns ? [{ table: table.name, key: `[${id}]` }] : [];
      }),
    readReturned: async (table, source, ids) => {
      const rows = sqlOf(table)[source].iterate({ ids: JSON.stringify(ids), partner });
      return fill(table, ids, rows);
    },
  };
}

const isTrashId = (id: string) => /^[1-9]\d{0,15}$/.test(id);

/** Of :ids, each entry with the image of :partner's row here, and when this pool gave it, if it did and is not told of it since. */
function standbyOf(db: DatabaseSync, table: RowTable): StatementSync {
  const isKey = keyNames(table)
    .map((key, i) => `t.${key} = json_extract(p.key, '$[${i}]')`)
    .join(" AND ");
  const movedAt = `coalesce(
    (SELECT at FROM changes WHERE tbl = '${table.name}' AND key = p.key AND home_pool = :partner ORDER BY id DESC LIMIT 1),
    (SELECT at FROM moves WHERE tbl = '${table.name}' AND key = p.key))`;
  return db.prepare(`
    SELECT p.id, p.first_at, CASE WHEN ${isGiven(table, "p.key", ":partner")} THEN ${movedAt} END AS moved_at,
      CASE WHEN t.home_pool IS NOT NULL THEN CAST(${imageSql(table, "t")} AS BLOB) END AS line
    FROM json_each(:ids) e CROSS JOIN pending p ON p.id = e.value
      LEFT JOIN ${table.name} t ON ${isKey} AND t.home_pool = :partner`);
}

/** Of :ids, each entry with the image in the trash. */
function trashOf(db: DatabaseSync, table: RowTable): StatementSync {
  return db.prepare(`
    SELECT p.id, p.first_at, CAST(x.image AS BLOB) AS line FROM json_each(:ids) e CROSS JOIN pending p ON p.id = e.value
      LEFT JOIN trash x ON x.id = json_extract(p.key, '$[0]') AND x.tbl = '${table.name}' AND x.home_pool = :partner
        AND json_array_length(x.image) = ${columnNames(table).length}`);
}

/** Lines until a batch's bytes are full (D17); a row larger than that goes alone. */
function fill(table: RowTable, ids: readonly number[], rows: Iterable<Record<string, unknown>>): ReturnedRows {
  const lots = new Lots(table);
  const gone: number[] = [];
  let found = 0;
  let isFull = false;
  for (const { id, first_at: firstAt, moved_at: movedAt, line } of rows) {
    const image = line instanceof Uint8Array ? line : null;
    isFull = image !== null && !lots.hasRoomFor(image);
    if (isFull) break;
    found += 1;
    if (image === null) gone.push(Number(id));
    else if (typeof movedAt !== "string") lots.add("rows", Number(id), String(firstAt), image);
    else lots.add("rows-moved", Number(id), String(firstAt), movedLine(movedAt, image));
  }
  // Entries that are no more take no place: what was asked for is taken whole unless the batch is full.
  return { lots: lots.all(), void: gone, taken: isFull ? found : ids.length };
}
