import type { DatabaseSync } from "node:sqlite";
import { BATCH_BYTES } from "#lib/domain/limits.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { Phase } from "#lib/ports/backup-module.ts";
import type { ReadRows, RowStore } from "#lib/ports/user-store.ts";
import type { UserStoreIdentity } from "./connect.ts";
import { rangeOf } from "./id-range.ts";
import { Lots, movedLine } from "./line-lots.ts";
import { type ReadSql, readSql } from "./read-sql.ts";

/** Reads what pending entries stand for. Remembers how large a table's rows are: small ones are read all at once. */
export function rowReader(db: DatabaseSync, { pool, partner }: UserStoreIdentity): RowStore["read"] {
  const known = new Map<string, { readonly sql: ReadSql; meanBytes: number }>();
  return async (table, phase, ids) => {
    const mine = known.get(table.name) ?? { sql: readSql(db, table), meanBytes: Number.POSITIVE_INFINITY };
    known.set(table.name, mine);
    const isSmall = mine.meanBytes * ids.length < BATCH_BYTES / 2;
    const read =
      (phase === "images" && isSmall && readTogether(mine.sql, table, pool, ids)) ||
      readOneByOne(mine.sql, table, phase, { pool, partner }, ids);
    const rows = read.lots.reduce((sum, lot) => sum + lot.rows, 0);
    if (rows > 0) mine.meanBytes = read.lots.reduce((sum, lot) => sum + lot.lines.length, 0) / rows;
    return read;
  };
}

/** Null when not every row is there and this pool's own, or they are more than a batch. */
function readTogether(sql: ReadSql, table: RowTable, pool: string, ids: readonly number[]): ReadRows | null {
  const range = rangeOf(ids);
  const read = range ? sql.range.get({ ...range, pool }) : sql.together.get({ ids: JSON.stringify(ids), pool });
  const lines = read?.lines;
  if (
    read?.own !== ids.length ||
    read.found !== ids.length ||
    !(lines instanceof Uint8Array) ||
    lines.length > BATCH_BYTES
  )
    return null;
  const lot = { is: "rows" as const, table, ids, rows: ids.length, lines, oldestAt: String(read.oldest) };
  return { lots: [lot], gone: [], back: [], taken: ids.length };
}

type Owners = { readonly pool: string; readonly partner: string };

function readOneByOne(
  sql: ReadSql,
  table: RowTable,
  phase: Phase,
  { pool, partner }: Owners,
  ids: readonly number[],
): ReadRows {
  const lots = new Lots(table);
  const gone: number[] = [];
  const back: number[] = [];
  let found = 0;
  let isFull = false;
  const statement = phase === "images" ? sql.images : sql.keys;
  for (const row of statement.iterate({ ids: JSON.stringify(ids) })) {
    const id = Number(row.id);
    const line = row.line as Uint8Array;
    // What the partner made itself is as good as absent: this pool's data set holds no such row.
    const isThere = row.home === pool || (row.home === partner && row.moved_at !== null);
    const isImage = phase === "images" && isThere;
    isFull = (isImage || (phase === "tombstones" && !isThere)) && !lots.hasRoomFor(line);
    if (isFull) break;
    found += 1;
    if (isImage) {
      if (row.home === pool) lots.add("rows", id, String(row.first_at), line);
      else lots.add("rows-moved", id, String(row.first_at), movedLine(String(row.moved_at), line));
    } else if (phase === "images") gone.push(id);
    else if (isThere) back.push(id);
    else lots.add("rows-gone", id, String(row.first_at), line);
  }
  // Entries that are no more take no place: what was asked for is taken whole unless the batch is full.
  return { lots: lots.all(), gone, back, taken: isFull ? found : ids.length };
}
