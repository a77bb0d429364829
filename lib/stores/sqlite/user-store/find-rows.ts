import type { DatabaseSync } from "node:sqlite";
import { keyNames, type RowTable } from "#lib/domain/row-table.ts";
import type { Sought } from "#lib/domain/sought.ts";

/** Somebody or something that rows are of: the bytes of its name, which may be no text, and its home pool. */
export type RowOwner = { readonly name: Uint8Array; readonly home: string };

export type FoundOwners = {
  readonly exact: readonly RowOwner[];
  /** Only have it in their names. */
  readonly alike: readonly RowOwner[];
};

/** Hits that are kept; who finds more has asked for too little. */
const MOST = 100_000;
/** No address is longer than this, and LIKE has a limit. */
const LONGEST_PART = 1_000;

/**
 * Whom or what of these tables is called so. A name that is there as it was written is found by its key at once; else the
 * first table is gone through, in any case of the letters A to Z.
 */
export function findOwners(db: DatabaseSync, tables: readonly RowTable[], { names, part }: Sought): FoundOwners {
  const exact = new Map<string, RowOwner>();
  const note = (into: Map<string, RowOwner>) => (row: Record<string, unknown>) => {
    const owner = ownerOf(row);
    into.set(`${owner.home} ${Buffer.from(owner.name).toString("hex")}`, owner);
  };
  for (const table of tables) {
    const first = keyNames(table)[0] ?? "";
    const some = db.prepare(`
      SELECT DISTINCT CAST(${first} AS BLOB) AS name, home_pool FROM ${table.name}
      WHERE ${first} IN (SELECT value FROM json_each(?)) LIMIT ${MOST}`);
    some.all(JSON.stringify(names)).forEach(note(exact));
  }
  const alike = new Map<string, RowOwner>();
  const [table] = tables;
  const isScanned = exact.size === 0 && part !== "" && part.length <= LONGEST_PART;
  if (!isScanned || table === undefined) return { exact: [...exact.values()], alike: [] };
  const first = keyNames(table)[0] ?? "";
  const scan = db.prepare(`
    SELECT CAST(${first} AS BLOB) AS name, home_pool, lower(${first}) IN (SELECT value FROM json_each(:names)) AS is_exact
    FROM ${table.name} WHERE ${first} LIKE :like ESCAPE '\\' LIMIT ${MOST}`);
  const lower = JSON.stringify([...new Set(names.map(lowerAscii))]);
  const like = `%${part.replace(/[\\%_]/g, "\\$&")}%`; // takes half as long as lower() and instr()
  for (const row of scan.iterate({ names: lower, like })) note(row.is_exact === 1 ? exact : alike)(row);
  return { exact: [...exact.values()], alike: [...alike.values()] };
}

/** As SQLite's own `lower` does it. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function ownerOf({ name, home_pool }: Record<string, unknown>): RowOwner {
  return { name: name instanceof Uint8Array ? name : new Uint8Array(), home: String(home_pool) };
}
