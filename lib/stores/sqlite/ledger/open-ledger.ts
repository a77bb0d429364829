import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import type { AccountLedger } from "#lib/ports/account-ledger.ts";
import type { AuditLog } from "#lib/ports/audit-log.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { DisplayLedger } from "#lib/ports/display-ledger.ts";
import type { HistoryKeeper, HistoryReader } from "#lib/ports/history.ts";
import type { DoorLedger, EngineLedger, TopologyLedger } from "#lib/ports/ledger.ts";
import type { TokenLedger } from "#lib/ports/token-ledger.ts";
import { nodeSqliteDialect } from "../kysely-dialect.ts";
import { openDatabase } from "../open-database.ts";
import { sqliteAccountLedger } from "./account-ledger.ts";
import { sqliteAuditLog } from "./audit-log.ts";
import { copiesFolder } from "./copies.ts";
import { copyLedger } from "./copy-ledger.ts";
import { sqliteDisplayLedger } from "./display-ledger.ts";
import { sqliteDoorLedger } from "./door-ledger.ts";
import { sqliteEngineLedger } from "./engine-ledger.ts";
import { sqliteHistoryKeeper } from "./history/history-keeper.ts";
import { sqliteHistoryReader } from "./history/history-reader.ts";
import { inspectLedger } from "./inspect-ledger.ts";
import { MIGRATIONS } from "./migrations.ts";
import { LedgerRefused } from "./refusal.ts";
import type { LedgerSchema } from "./schema.ts";
import { sqliteTokenLedger } from "./token-ledger.ts";
import { sqliteTopologyLedger } from "./topology-ledger.ts";

/** One open ledger, by the sides on which it is used; all of them share one connection. */
export type OpenLedger = {
  readonly doors: DoorLedger;
  readonly engine: EngineLedger;
  readonly topology: TopologyLedger;
  readonly tokens: TokenLedger;
  readonly displays: DisplayLedger;
  readonly accounts: AccountLedger;
  readonly history: HistoryReader;
  readonly audit: AuditLog;
  readonly keeper: HistoryKeeper;
  /** For what keeps its own tables in the same file and runs in the same process. */
  readonly database: Kysely<LedgerSchema>;
  close(): Promise<void>;
};

/**
 * Opens the ledger at `path`, made and brought up to date when needed, a copy of the one before beside it. Throws LedgerRefused, having touched nothing,
 * for one that is damaged, foreign or newer than this program.
 */
export async function openLedger(path: string, clock: Pick<Clock, "now">): Promise<OpenLedger> {
  inspectLedger(path);
  const connection = openDatabase(path);
  const database = new Kysely<LedgerSchema>({ dialect: nodeSqliteDialect(connection) });
  await migrate(database, connection, path, clock);
  return {
    doors: sqliteDoorLedger(database, clock),
    engine: sqliteEngineLedger(database),
    topology: sqliteTopologyLedger(database),
    tokens: sqliteTokenLedger(database, clock),
    displays: sqliteDisplayLedger(database, clock),
    accounts: sqliteAccountLedger(database, clock),
    history: sqliteHistoryReader(database),
    audit: sqliteAuditLog(database, clock),
    keeper: sqliteHistoryKeeper(database),
    database,
    close: () => database.destroy(),
  };
}

async function migrate(
  database: Kysely<LedgerSchema>,
  connection: DatabaseSync,
  path: string,
  clock: Pick<Clock, "now">,
): Promise<void> {
  try {
    const migrator = new Migrator({ db: database, provider: { getMigrations: async () => MIGRATIONS } });
    const known = await migrator.getMigrations();
    const isOlder = known.some((one) => one.executedAt) && known.some((one) => !one.executedAt);
    if (isOlder) await copyLedger(path, copiesFolder(dirname(path)), clock.now(), "before-migration");
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  } catch (error) {
    connection.close();
    const why = error instanceof Error ? error.message : String(error);
    throw new LedgerRefused(path, `could not be brought up to date (${why})`, error);
  }
}
