import type { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { type Instant, isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { keyNames, type RowTable } from "#lib/domain/row-table.ts";
import type { RowStore } from "#lib/ports/user-store.ts";
import { TOUCHED } from "./pending-tally.ts";
import { imageSql } from "./read-sql.ts";
import type { Write } from "./write-lock.ts";

/** Rows moved in one transaction: other programs wait for the lock no longer than this takes. */
const STRIDE = 5_000;

/** True for :module while its own rows of `pool` move aside: until then changes are not taken, for they tell what was written since. */
export const isEmptying = (pool: PoolFqdn) => `EXISTS (
  SELECT 1 FROM restores WHERE module = :module AND home_pool = '${pool}' AND ended = 0 AND emptied = 0 AND emptied_up_to IS NOT NULL)`;

/**
 * Moves all own rows to the trash for a restore from the partner, once: what came back for that restore stays, and what users
 * wrote since it began, also where a death cut it off and it begins once more. It is marked as an import. What was recorded of a row before it went, or waits, is forgotten with it: it would keep the row from coming
 * back, and then turn out to be its deletion; so is that the partner handed it over, for it hands it over once more. What waits
 * of rows that are not there is the owner's will and stays.
 */
export function emptyOwn(db: DatabaseSync, pool: PoolFqdn, write: Write): RowStore["emptyOwn"] {
  const noted = db.prepare("SELECT emptied FROM restores WHERE module = ? AND home_pool = ? AND request_id = ?");
  const begin = db.prepare(`
    UPDATE restores SET emptied_up_to = coalesce(emptied_up_to, (SELECT max(id) FROM changes), 0)
    WHERE module = ? AND home_pool = ? AND request_id = ? RETURNING emptied_up_to AS id`);
  const note = db.prepare("UPDATE restores SET emptied = 1 WHERE module = ? AND home_pool = ? AND request_id = ?");
  return async (module, tables, requestId, at, getsOn) => {
    const restore = [module, pool, requestId] as const;
    if (noted.get(...restore)?.emptied !== 0) return;
    const upTo = Number(await write(() => begin.get(...restore)?.id));
    for (const table of tables) await emptyTable(db, write, { module, pool, table, at, upTo }, getsOn);
    await write(() => {
      note.run(...restore);
    });
  };
}

type Emptying = {
  readonly module: ModuleName;
  readonly pool: PoolFqdn;
  readonly table: RowTable;
  readonly at: Instant;
  /** The last change before it began. */
  readonly upTo: number;
};

/** Walks a table by key: no row is looked at twice, however many of them are the partner's. */
async function emptyTable(
  db: DatabaseSync,
  write: Write,
  { module, pool, table, at, upTo }: Emptying,
  getsOn: () => void,
): Promise<void> {
  const names = keyNames(table);
  const keys = names.join(", ");
  const json = (row: string) => `json_array(${names.map((name) => `${row}.${name}`).join(", ")})`;
  const places = (name: string) =>
    `(${names.map((_, i) => `json_extract(CAST(:${name} AS TEXT), '$[${i}]')`).join(", ")})`;
  // Bounds travel as bytes: a key need not be valid text. Statements of their own for the first stride: with "no bound, or
  // behind it" in one, each would walk the table from its beginning.
  const strides = ["", `AND (${keys}) > ${places("after")}`].map((behind) => {
    const bound = (order: string) => `
      SELECT CAST(${json("t")} AS BLOB) AS key FROM ${table.name} t WHERE true ${behind} ORDER BY ${order}`;
    const own = `home_pool = :pool ${behind} AND (${keys}) <= ${places("to")}
      AND json_array(${keys}) NOT IN (SELECT key FROM changes WHERE tbl = '${table.name}' AND id > :upTo)`;
    const ownKeys = `SELECT ${json("t")} FROM ${table.name} t WHERE ${own}`;
    return {
      edge: db.prepare(`${bound(keys)} LIMIT 1 OFFSET ${STRIDE - 1}`),
      last: db.prepare(`${bound(names.map((name) => `${name} DESC`).join(", "))} LIMIT 1`),
      keep: db.prepare(`
        INSERT INTO trash (module, tbl, key, home_pool, image, at)
        SELECT :module, '${table.name}', ${json("t")}, t.home_pool, ${imageSql(table, "t")}, :at FROM ${table.name} t WHERE ${own}`),
      forget: db.prepare(`DELETE FROM changes WHERE tbl = '${table.name}' AND key IN (${ownKeys})`),
      drop: db.prepare(`
        DELETE FROM pending WHERE gone = 0 AND subject = (SELECT id FROM subjects WHERE module = :module AND tbl = '${table.name}')
          AND key IN (${ownKeys}) AND ${TOUCHED}(id) = 0`),
      unsay: db.prepare(`
        DELETE FROM deleted WHERE subject = (SELECT id FROM subjects WHERE module = :module AND tbl = '${table.name}')
          AND key IN (${ownKeys})`),
      taken: db.prepare(
        `DELETE FROM handovers WHERE module = :module AND tbl = '${table.name}' AND key IN (${ownKeys})`,
      ),
      remove: db.prepare(`DELETE FROM ${table.name} WHERE ${own}`),
    };
  });
  let after: Uint8Array | null = null;
  for (;;) {
    const to: Uint8Array | null = await write(() => {
      const stride = strides[after === null ? 0 : 1];
      const from = after === null ? {} : { after };
      const end = stride?.edge.get(from)?.key ?? stride?.last.get(from)?.key;
      if (!stride || !(end instanceof Uint8Array)) return null;
      const range = { pool, upTo, ...from, to: end };
      stride.keep.run({ ...range, module, at: isoInstant(at) });
      stride.forget.run(range);
      stride.drop.run({ ...range, module });
      stride.unsay.run({ ...range, module });
      stride.taken.run({ ...range, module });
      db.exec("INSERT INTO importing (id) VALUES (1)");
      stride.remove.run(range);
      db.exec("DELETE FROM importing");
      return end;
    });
    if (to === null) return;
    after = to;
    getsOn();
    await turn();
  }
}
