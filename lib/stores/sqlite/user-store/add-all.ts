import type { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { type Instant, isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { keyNames, type RowTable } from "#lib/domain/row-table.ts";
import { ADD_SUBJECTS } from "./pending-sql.ts";
import { TOUCHED } from "./pending-tally.ts";
import { STRIDE } from "./take-changes.ts";
import type { Write } from "./write-lock.ts";

/** Makes every own row of a table pending. Walks it by key in strides, so that the lock is never held for long. */
export async function addAll(
  db: DatabaseSync,
  write: Write,
  pool: PoolFqdn,
  module: ModuleName,
  table: RowTable,
  at: Instant,
  getsOn: () => void,
): Promise<void> {
  const names = keyNames(table);
  const keys = names.join(", ");
  const json = `json_array(${keys})`;
  // Bounds travel as bytes: a key that is no valid UTF-8 would come back as another one, and the walk would never end.
  const bytes = `CAST(${json} AS BLOB)`;
  const places = (name: string) =>
    `(${names.map((_, i) => `json_extract(CAST(:${name} AS TEXT), '$[${i}]')`).join(", ")})`;
  // Statements of their own for the first stride: with "no place, or behind it" in one, each would walk from the beginning.
  const strides = ["", `AND (${keys}) > ${places("after")}`].map((behind) => ({
    edge: db.prepare(
      `SELECT ${bytes} AS key FROM ${table.name} WHERE true ${behind} ORDER BY ${keys} LIMIT 1 OFFSET ${STRIDE - 1}`,
    ),
    last: db.prepare(`SELECT ${bytes} AS key FROM ${table.name} WHERE true ${behind} ORDER BY ${keys} DESC LIMIT 1`),
    insert: db.prepare(`
      INSERT INTO pending (subject, key, first_at)
      SELECT (SELECT id FROM subjects WHERE module = :module AND tbl = '${table.name}'), ${json}, :at FROM ${table.name}
      WHERE home_pool = :pool ${behind} AND (${keys}) <= ${places("to")} ORDER BY ${keys}
      ON CONFLICT (subject, key) DO UPDATE SET gone = ${TOUCHED}(pending.id), held = 0`),
  }));
  let from: Uint8Array | null = null;
  for (;;) {
    const to: Uint8Array | null = await write(() => {
      const after = from === null ? {} : { after: from };
      const stride = strides[from === null ? 0 : 1];
      const bound = stride?.edge.get(after)?.key ?? stride?.last.get(after)?.key;
      if (!(bound instanceof Uint8Array)) return null;
      db.prepare(ADD_SUBJECTS).run({ module, tables: JSON.stringify([table.name]) });
      stride?.insert.run({ module, at: isoInstant(at), pool, ...after, to: bound });
      return bound;
    });
    if (to === null) return;
    from = to;
    getsOn();
    await turn();
  }
}
