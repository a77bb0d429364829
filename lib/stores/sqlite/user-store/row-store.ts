import type { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import { type Instant, isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { REPLICATED, type RowTable } from "#lib/domain/row-table.ts";
import type { RowImage, RowStore } from "#lib/ports/user-store.ts";
import { type ApplySql, applySql } from "./apply-sql.ts";
import { SET_POSITION } from "./lane-book.ts";
import { captureTriggers } from "./triggers.ts";
import type { Write } from "./write-lock.ts";

/** Rows moved in one transaction: other programs wait for the lock no longer than this takes. */
const STRIDE = 20_000;

/** The replicated rows of `pool`'s user database: capture, images, imports. */
export function rowStore(db: DatabaseSync, pool: PoolFqdn, write: Write): RowStore {
  const setPosition = db.prepare(SET_POSITION);
  const appliers = new Map<string, ApplySql>();
  const applierOf = (table: RowTable) => {
    const known = appliers.get(table.name);
    if (known) return known;
    const made = applySql(db, table);
    appliers.set(table.name, made);
    return made;
  };

  return {
    takeChanges: (module, tables, getsOn) => takeChanges(db, write, module, tables, getsOn),
    addAll: async (module, tables, at, getsOn) => {
      for (const table of tables) await addAll(db, write, pool, module, table, at, getsOn);
    },
    images: async (table, entries) => images(db, pool, table, entries),
    apply: (table, home, rows, place) =>
      write(() => {
        const sql = applierOf(table);
        db.exec("INSERT INTO importing (id) VALUES (1)");
        for (const row of rows) applyOne(sql, table, home, row);
        setPosition.run(place.module, place.from, JSON.stringify(place.position));
        db.exec("DELETE FROM importing");
      }),
    isCaptureIntact: async () => {
      const found = new Map(
        db
          .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'capture_%'")
          .all()
          .map((row) => [String(row.name), String(row.sql)]),
      );
      // A row in `importing` outside an import silences every trigger; seen from here it can only be another program's.
      const isSilenced = db.prepare("SELECT 1 AS yes FROM importing").get() !== undefined;
      return !isSilenced && expectedTriggers().every(([name, sql]) => found.get(name) === sql);
    },
    repairCapture: (at) =>
      write(() => {
        for (const [name, sql] of expectedTriggers()) {
          db.exec(`DROP TRIGGER IF EXISTS ${name}`);
          db.exec(sql);
        }
        db.exec("DELETE FROM importing");
        db.prepare("UPDATE store SET capture_gap_at = coalesce(capture_gap_at, ?)").run(isoInstant(at));
      }),
    captureGapAt: async () => {
      const at = db.prepare("SELECT capture_gap_at AS at FROM store").get()?.at;
      return typeof at === "string" ? Date.parse(at) : null;
    },
    version: () => Number(db.prepare("PRAGMA data_version").get()?.data_version),
  };
}

function expectedTriggers(): readonly (readonly [string, string])[] {
  return REPLICATED.flatMap((table) => [...captureTriggers(table)]);
}

/**
 * The write lock comes after every transaction that began to write before, so the first stride has the cut-off: what it
 * sees as the highest change is all that was committed by now (DESIGN L6).
 */
async function takeChanges(
  db: DatabaseSync,
  write: Write,
  module: ModuleName,
  tables: readonly RowTable[],
  getsOn: () => void,
): Promise<void> {
  const names = JSON.stringify(tables.map((table) => table.name));
  const mine = "tbl IN (SELECT value FROM json_each(:names)) AND id <= :to";
  const highest = db.prepare("SELECT coalesce(max(id), 0) AS id FROM changes");
  const stride = db.prepare(
    `SELECT max(id) AS id FROM (SELECT id FROM changes WHERE ${mine} ORDER BY id LIMIT ${STRIDE})`,
  );
  const merge = db.prepare(`
    INSERT INTO pending (module, tbl, key, home_pool, first_at)
    SELECT :module, tbl, key, home_pool, min(at) FROM changes WHERE ${mine} GROUP BY tbl, key, home_pool
    ON CONFLICT (module, tbl, key, home_pool) DO UPDATE SET gone = 0, first_at = min(first_at, excluded.first_at)`);
  const drop = db.prepare(`DELETE FROM changes WHERE ${mine}`);
  let cutOff: number | null = null;
  for (;;) {
    const isDone = await write(() => {
      cutOff ??= Number(highest.get()?.id);
      const to = stride.get({ names, to: cutOff })?.id;
      if (typeof to !== "number") return true;
      merge.run({ module, names, to });
      drop.run({ names, to });
      return false;
    });
    if (isDone) return;
    getsOn();
    await turn();
  }
}

/** Walks the table by key in strides, so that the lock is never held for long. */
async function addAll(
  db: DatabaseSync,
  write: Write,
  pool: PoolFqdn,
  module: ModuleName,
  table: RowTable,
  at: Instant,
  getsOn: () => void,
): Promise<void> {
  const keys = table.keys.join(", ");
  const json = `json_array(${keys})`;
  // Bounds travel as bytes: a key that is no valid UTF-8 would come back as another one, and the walk would never end.
  const bytes = `CAST(${json} AS BLOB)`;
  const places = (name: string) =>
    `(${table.keys.map((_, i) => `json_extract(CAST(:${name} AS TEXT), '$[${i}]')`).join(", ")})`;
  const after = `(:after IS NULL OR (${keys}) > ${places("after")})`;
  const edge = db.prepare(
    `SELECT ${bytes} AS key FROM ${table.name} WHERE ${after} ORDER BY ${keys} LIMIT 1 OFFSET ${STRIDE - 1}`,
  );
  const last = db.prepare(`SELECT ${bytes} AS key FROM ${table.name} WHERE ${after} ORDER BY ${keys} DESC LIMIT 1`);
  const insert = db.prepare(`
    INSERT INTO pending (module, tbl, key, home_pool, first_at)
    SELECT :module, '${table.name}', ${json}, home_pool, :at FROM ${table.name}
    WHERE home_pool = :pool AND ${after} AND (${keys}) <= ${places("to")}
    ON CONFLICT (module, tbl, key, home_pool) DO UPDATE SET gone = 0`);
  let from: Uint8Array | null = null;
  for (;;) {
    const to: Uint8Array | null = await write(() => {
      const bound = edge.get({ after: from })?.key ?? last.get({ after: from })?.key;
      if (!(bound instanceof Uint8Array)) return null;
      insert.run({ module, at: isoInstant(at), pool, after: from, to: bound });
      return bound;
    });
    if (to === null) return;
    from = to;
    getsOn();
    await turn();
  }
}

function images(
  db: DatabaseSync,
  pool: PoolFqdn,
  table: RowTable,
  entries: readonly number[],
): ReadonlyMap<number, RowImage> {
  const isKey = table.keys.map((key, i) => `t.${key} = json_extract(p.key, '$[${i}]')`).join(" AND ");
  const rows = db
    .prepare(
      `SELECT p.id, CAST(json_array(${table.columns.map((column) => `t.${column}`).join(", ")}) AS BLOB) AS image
       FROM json_each(:entries) e JOIN pending p ON p.id = e.value
       JOIN ${table.name} t ON ${isKey} AND t.home_pool = :pool`,
    )
    .all({ entries: JSON.stringify(entries), pool });
  const found = new Map<number, RowImage>();
  for (const { id, image } of rows) if (image instanceof Uint8Array) found.set(Number(id), image);
  return found;
}

function applyOne(sql: ApplySql, table: RowTable, home: PoolFqdn, image: RowImage): void {
  const seen = sql.judge.get({ image, home });
  if (seen?.is_home !== 1) {
    throw new Fault("package-damaged", `A row of ${table.name} in the package is not of ${home}.`, table.name);
  }
  if (typeof seen.other_owner === "string") {
    const key = String(seen.key);
    throw new Fault(
      "ownership-conflict",
      `${table.name} ${key} is owned by ${seen.other_owner} here.`,
      `${table.name} ${key}`,
    );
  }
  sql.upsert.run({ image });
}
