import { isUtf8 } from "node:buffer";
import { hash } from "node:crypto";
import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import { INVENTORY_RANGE } from "#lib/domain/inventory.ts";
import { keyNames, type RowTable } from "#lib/domain/row-table.ts";
import type { RowHolder, RowReturns, StoredRow } from "#lib/ports/row-returns.ts";
import type { UserStoreIdentity } from "./connect.ts";
import { ADD_SUBJECTS } from "./pending-sql.ts";
import { TOUCHED } from "./pending-tally.ts";
import { imageSql } from "./read-sql.ts";
import type { Write } from "./write-lock.ts";

/** A stretch ends sooner when its rows are large: nobody waits for more than this to be read and hashed. */
const STRETCH_BYTES = 2 * 1024 * 1024;

type InventoryRows = Pick<RowReturns, "inventory" | "pick" | "addUnnamed" | "holders">;

/** What is stored in a table, and whose it is. */
export function inventoryRows(db: DatabaseSync, { pool, partner }: UserStoreIdentity, write: Write): InventoryRows {
  const known = new Map<
    string,
    { readonly walk: Walk; readonly holders: StatementSync; readonly pick: StatementSync }
  >();
  const sqlOf = (table: RowTable) => {
    const sql = known.get(table.name) ?? {
      walk: walkOf(db, table),
      holders: holdersOf(db, table),
      pick: pickOf(db, table),
    };
    known.set(table.name, sql);
    return sql;
  };
  const addSubject = db.prepare(ADD_SUBJECTS);
  const add = db.prepare(`
    INSERT INTO pending (subject, key, first_at)
    SELECT (SELECT id FROM subjects WHERE module = :module AND tbl = :name), CAST(:key AS TEXT), :at WHERE true
    ON CONFLICT (subject, key) DO UPDATE SET gone = ${TOUCHED}(pending.id), held = 0`);
  return {
    addUnnamed: (module, name, keys, at) =>
      write(() => {
        addSubject.run({ module, tables: JSON.stringify([name]) });
        for (const key of keys) add.run({ module, name, key, at: isoInstant(at) });
      }),
    inventory: async (table, home, after) => {
      const rows: StoredRow[] = [];
      const unnamed: Uint8Array[] = [];
      let last: Uint8Array | null = null;
      let [seen, bytes] = [0, 0];
      for (const [key, line] of sqlOf(table).walk(home, after)) {
        last = bytesOf(key);
        seen += 1;
        if (line === null) continue; // another's row: passed by, so that the next stretch begins behind it
        const image = bytesOf(line);
        // Two sides compare by text: a key that is none would be taken for another.
        if (!isUtf8(last)) unnamed.push(last);
        else rows.push({ table: table.name, key: textOf(last), signature: signatureOf(image), bytes: image.length });
        bytes += image.length;
        if (bytes >= STRETCH_BYTES) return { rows, unnamed, next: last };
      }
      return { rows, unnamed, next: seen < INVENTORY_RANGE ? null : last };
    },
    pick: async (table, home, keys) =>
      sqlOf(table)
        .pick.all({ home, keys: JSON.stringify(keys) })
        .map(({ key, line }) => {
          const image = bytesOf(line);
          return { table: table.name, key: String(key), signature: signatureOf(image), bytes: image.length };
        }),
    holders: async (table, keys) =>
      new Map(
        sqlOf(table)
          .holders.all({ keys: JSON.stringify(keys), pool, partner })
          .map(({ key, holder }) => [String(key), String(holder) as RowHolder]),
      ),
  };
}

type Walk = (home: string, after: Uint8Array | null) => Iterable<readonly SQLOutputValue[]>;

/** The rows after a place in the order of their keys: each key, and the image of those of `home`. */
function walkOf(db: DatabaseSync, table: RowTable): Walk {
  const names = keyNames(table);
  const keys = names.join(", ");
  // A place travels as bytes and is taken apart by SQLite: nothing of it is rounded or re-encoded on the way.
  const place = names.map((_, i) => `json_extract(CAST(:after AS TEXT), '$[${i}]')`).join(", ");
  // A statement each: with "no place, or behind it" in one, every stretch would walk the table from its beginning.
  const [first, next] = ["", `WHERE (${keys}) > (${place})`].map((where) => {
    const walk = db.prepare(`
      SELECT CAST(json_array(${keys}) AS BLOB), CASE WHEN t.home_pool = :home THEN CAST(${imageSql(table, "t")} AS BLOB) END
      FROM ${table.name} t ${where} ORDER BY ${keys} LIMIT ${INVENTORY_RANGE}`);
    walk.setReturnArrays(true);
    return walk;
  });
  return (home, after) => arraysOf((after === null ? first?.iterate({ home }) : next?.iterate({ home, after })) ?? []);
}

/** Images of those rows of :keys that :home owns. */
function pickOf(db: DatabaseSync, table: RowTable): StatementSync {
  const isKey = keyNames(table)
    .map((key, i) => `t.${key} = json_extract(k.value, '$[${i}]')`)
    .join(" AND ");
  return db.prepare(`
    SELECT k.value AS key, CAST(${imageSql(table, "t")} AS BLOB) AS line
    FROM json_each(:keys) k CROSS JOIN ${table.name} t ON ${isKey} WHERE t.home_pool = :home`);
}

/** Who holds the rows of :keys that are there. */
function holdersOf(db: DatabaseSync, table: RowTable): StatementSync {
  const isKey = keyNames(table)
    .map((key, i) => `t.${key} = json_extract(k.value, '$[${i}]')`)
    .join(" AND ");
  return db.prepare(`
    SELECT k.value AS key, CASE WHEN t.home_pool = :pool THEN 'own' WHEN ${isGiven(table, "k.value", ":partner")} THEN 'given' ELSE 'other' END AS holder
    FROM json_each(:keys) k CROSS JOIN ${table.name} t ON ${isKey}`);
}

/** True for a row of the partner that this pool gave to it, as long as the partner has not told of it as its own. */
export function isGiven(table: RowTable, key: string, partner: string): string {
  const t = `tbl = '${table.name}'`;
  return `(${key} IN (SELECT key FROM moves WHERE ${t}) OR ${key} IN (SELECT key FROM changes WHERE ${t} AND home_pool = ${partner}))`;
}

function signatureOf(image: Uint8Array): string {
  return hash("sha256", image, "base64url");
}

function textOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString();
}

function bytesOf(value: SQLOutputValue | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError("a column that is cast to bytes holds none");
}

/** What `iterate` gives of a statement that returns arrays: its type tells of objects alone. */
function arraysOf(rows: Iterable<unknown>): Iterable<readonly SQLOutputValue[]> {
  return rows as Iterable<readonly SQLOutputValue[]>;
}
