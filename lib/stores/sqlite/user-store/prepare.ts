import type { DatabaseSync } from "node:sqlite";
import { Fault } from "#lib/domain/fault.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import { areTriggersIntact, hasSeal, sealCapture, sealReader } from "./capture-seal.ts";
import { toVersion2 } from "./migrate.ts";
import {
  CAPTURE_TABLES,
  CMS_TABLES,
  DELETED_TABLES,
  IMPORT_TABLES,
  LANE_TABLES,
  LOOK_TABLES,
  MOVE_TABLES,
  PENDING_TABLES,
  PUBLIC_TABLES,
  SCHEMA_VERSION,
} from "./schema.ts";
import { tableSql } from "./table-sql.ts";
import { captureTriggers } from "./triggers.ts";
import { TO_VERSION_3 } from "./version-3.ts";
import { TO_VERSION_4 } from "./version-4.ts";
import { TO_VERSION_5 } from "./version-5.ts";
import { TO_VERSION_6 } from "./version-6.ts";
import { TO_VERSION_7 } from "./version-7.ts";
import { TO_VERSION_8 } from "./version-8.ts";
import { TO_VERSION_9 } from "./version-9.ts";

/** Makes every table of an empty database, and the triggers that watch those of the modules. */
export function fillSchema(db: DatabaseSync, tables: readonly RowTable[]): void {
  for (const sql of [
    PUBLIC_TABLES,
    CMS_TABLES,
    CAPTURE_TABLES,
    PENDING_TABLES,
    LANE_TABLES,
    LOOK_TABLES,
    MOVE_TABLES,
    DELETED_TABLES,
    IMPORT_TABLES,
    ...TO_VERSION_3,
    ...TO_VERSION_4,
    ...TO_VERSION_5,
    ...TO_VERSION_6,
    ...TO_VERSION_7,
    ...TO_VERSION_8,
    ...TO_VERSION_9,
  ])
    db.exec(sql);
  addTables(db, tables);
  sealCapture(db);
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}

/**
 * Brings a database that stands to this version, in one transaction, and gives it the tables of modules that are new.
 * Faults when a newer version of the service wrote it. Triggers of tables that stand are left as they are in a
 * database of this version: whether one was altered is for the next look to find out.
 */
export function prepareSchema(db: DatabaseSync, tables: readonly RowTable[]): void {
  if (versionOf(db) > SCHEMA_VERSION) {
    const sentence = `The user database has version ${versionOf(db)}, this service knows ${SCHEMA_VERSION}: a newer one wrote it.`;
    throw new Fault("database-unreachable", `${sentence} Start that one.`);
  }
  const standing = tables.filter((table) => hasTable(db, table.name));
  const hasOurs = ["moves", "looks", "deleted", "cms_known"].every((name) => hasTable(db, name)) && hasSeal(db);
  const isWhole = hasOurs && standing.length === tables.length;
  if (versionOf(db) === SCHEMA_VERSION && isWhole) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    const hadSeals = hasTable(db, "deleted"); // which is as old as they are
    const before = versionOf(db);
    if (before === 1) toVersion2(db, tables);
    db.exec(`${MOVE_TABLES} ${LOOK_TABLES} ${DELETED_TABLES} ${CMS_TABLES}`);
    if (before < 3) for (const sql of TO_VERSION_3) db.exec(sql);
    if (before < 4) for (const sql of TO_VERSION_4) db.exec(sql);
    if (before < 5) for (const sql of TO_VERSION_5) db.exec(sql);
    if (before < 6) for (const sql of TO_VERSION_6) db.exec(sql);
    if (before < 7) for (const sql of TO_VERSION_7) db.exec(sql);
    if (before < 8) for (const sql of TO_VERSION_8) db.exec(sql);
    if (before < 9) for (const sql of TO_VERSION_9) db.exec(sql);
    const isIntact = hadSeals ? sealReader(db, standing)() : areTriggersIntact(db, standing);
    addTables(db, tables);
    if (isIntact) sealCapture(db); // else the next look finds what the seal does not follow
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
  } catch (thrown) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw thrown;
  }
}

function addTables(db: DatabaseSync, tables: readonly RowTable[]): void {
  for (const table of tables) {
    if (hasTable(db, table.name)) continue;
    db.exec(tableSql(table));
    for (const sql of captureTriggers(table).values()) db.exec(sql);
  }
}

function hasTable(db: DatabaseSync, name: string): boolean {
  return db.prepare("SELECT 1 AS yes FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()?.user_version);
}
