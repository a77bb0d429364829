import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { columnNames, keyNames, type RowTable } from "#lib/domain/row-table.ts";
import type { CopyFace } from "#lib/ports/item-finder.ts";

/**
 * Reads every row of `home` in these tables whose key begins with `name`, at one moment; null where there is none. What people
 * know it by is in the first table.
 */
export function readItem(
  db: DatabaseSync,
  tables: readonly RowTable[],
  name: Uint8Array,
  home: PoolFqdn,
): CopyFace | null {
  const hash = createHash("sha256");
  let rows = 0;
  let main: Record<string, unknown> | null = null;
  db.exec("BEGIN");
  try {
    for (const table of tables) {
      for (const row of db.prepare(rowsSql(table)).all(name, home)) {
        rows += 1;
        hash.update(`${table.name} `).update(bytesOf(row.image)).update("\n");
        if (table === tables[0]) main ??= row;
      }
    }
  } finally {
    db.exec("COMMIT");
  }
  if (rows === 0) return null;
  const face = { label: textOf(main?.label), changedAt: textOf(main?.changed_at) };
  return { ...face, rows, bytes: null, sha256: hash.digest("hex") };
}

/** What people know an item by, where its table has it. */
const LABELS = ["display_name", "subject"];
const CHANGED = ["updated_at"];

function rowsSql(table: RowTable): string {
  const keys = keyNames(table);
  const of = (names: readonly string[]) => names.find((name) => columnNames(table).includes(name)) ?? "NULL";
  return `
    SELECT CAST(json_array(${columnNames(table).join()}) AS BLOB) AS image, ${of(LABELS)} AS label, ${of(CHANGED)} AS changed_at
    FROM ${table.name} WHERE ${keys[0]} = CAST(? AS TEXT) AND home_pool = ? ORDER BY ${keys.join()}`;
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
