import { hash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import { IMPORT_TABLES, MOVE_TABLES, PENDING_TABLES, PUBLIC_TABLES } from "./schema.ts";
import { captureTriggers } from "./triggers.ts";

/** Of the triggers as version 1 had them, in the order of their names. */
const TRIGGERS_1 = "280ee0b9146465aaa7035d8692689e959561b1ab54c584a1fbd2747a142cab6c";

/**
 * From version 1, which knew users alone and kept a row for each flying entry. What flies waits again with its first time:
 * the engine begins a new epoch at its start anyway (DESIGN L8). Entry numbers stay, and the next one is higher than all.
 * The triggers are installed anew; had they been altered, that is remembered as a gap.
 */
export function toVersion2(db: DatabaseSync, tables: readonly RowTable[]): void {
  db.exec(`
    ALTER TABLE pending RENAME TO pending_1;
    ALTER TABLE flights RENAME TO flights_1;
    ${PUBLIC_TABLES} ${PENDING_TABLES} ${MOVE_TABLES} ${IMPORT_TABLES}
    INSERT INTO subjects (module, tbl) SELECT module, tbl FROM pending_1 UNION SELECT module, tbl FROM flight_entries;
    INSERT INTO pending (id, subject, key, first_at, gone, bytes)
    SELECT p.id, s.id, p.key, p.first_at, p.gone, p.bytes
    FROM pending_1 p JOIN subjects s USING (module, tbl) JOIN store ON p.home_pool = store.pool ORDER BY p.id;
    DELETE FROM sqlite_sequence WHERE name = 'pending';
    INSERT INTO sqlite_sequence (name, seq) SELECT 'pending', seq FROM sqlite_sequence WHERE name = 'pending_1';
    INSERT INTO pending (subject, key, first_at, bytes)
    SELECT s.id, f.key, f.first_at, f.bytes
    FROM flight_entries f JOIN subjects s USING (module, tbl) JOIN store ON f.home_pool = store.pool
    WHERE true ORDER BY f.epoch, f.seq
    ON CONFLICT (subject, key) DO UPDATE SET first_at = min(first_at, excluded.first_at);
    INSERT INTO moves (tbl, key, at)
    SELECT s.tbl, p.key, p.first_at FROM pending p JOIN subjects s ON s.id = p.subject AND s.tbl = 'users' JOIN store
    JOIN users u ON u.sip_uri = json_extract(p.key, '$[0]') AND u.home_pool = store.partner;
    DROP TABLE pending_1;
    DROP TABLE flights_1;
    DROP TABLE flight_entries;`);
  replaceTriggers(db, tables);
}

function replaceTriggers(db: DatabaseSync, tables: readonly RowTable[]): void {
  const triggers = "FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'capture_users_%' ORDER BY name";
  const found = db.prepare(`SELECT name, sql ${triggers}`).all();
  const text = found.map((row) => String(row.sql)).join("\n");
  if (hash("sha256", text) !== TRIGGERS_1) {
    db.prepare("UPDATE store SET capture_gap_at = coalesce(capture_gap_at, ?)").run(isoInstant(Date.now()));
  }
  for (const { name } of found) db.exec(`DROP TRIGGER ${name}`);
  const users = tables.find((table) => table.name === "users");
  if (users) for (const sql of captureTriggers(users).values()) db.exec(sql);
}
