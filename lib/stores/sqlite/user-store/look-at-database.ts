import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import { sealReader } from "./capture-seal.ts";
import { checkEpoch, type UserStoreIdentity } from "./connect.ts";
import { openReading } from "./open-reading.ts";
import { SCHEMA_VERSION } from "./schema.ts";

/** A pool's user database, opened to be read alone: no lock of it is one that another program would feel. */
export class DatabaseLook {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #identity: UserStoreIdentity;

  /** Faults with "store-lost" when it is gone or another one. */
  constructor(path: string, identity: UserStoreIdentity) {
    this.#db = openReading(path, identity);
    this.#path = path;
    this.#identity = identity;
  }

  /** The same for one of an older store epoch. */
  checkEpoch(): void {
    checkEpoch(this.#db, this.#path, this.#identity);
  }

  versions(): { readonly database: number; readonly ours: number } {
    return { database: Number(this.#db.prepare("PRAGMA user_version").get()?.user_version), ours: SCHEMA_VERSION };
  }

  /** Faults with "capture-off" when a trigger that records changes is missing, altered or silenced. */
  checkCapture(tables: readonly RowTable[]): void {
    if (this.#db.prepare("SELECT 1 AS yes FROM importing").get() !== undefined)
      throw new Fault(
        "capture-off",
        "A row in the table importing silences the triggers that record changes.",
        this.#path,
      );
    if (!sealReader(this.#db, tables)())
      throw new Fault("capture-off", "A trigger that records changes is missing, altered or was away.", this.#path);
  }

  /** Whose data sets of a module are being restored. */
  restoring(module: ModuleName): ReadonlySet<PoolFqdn> {
    const rows = this.#db.prepare("SELECT home_pool FROM restores WHERE module = ? AND ended = 0").all(module);
    return new Set(rows.map(({ home_pool }) => String(home_pool) as PoolFqdn));
  }

  close(): void {
    this.#db.close();
  }
}

/** Asks whether the database, its log and its folder may be written, without writing. Throws what the system says. */
export function checkDatabaseRights(path: string): void {
  const { R_OK, W_OK, X_OK } = constants;
  accessSync(dirname(path), R_OK | W_OK | X_OK);
  accessSync(path, R_OK | W_OK);
  for (const beside of ["-wal", "-shm"]) {
    try {
      accessSync(`${path}${beside}`, R_OK | W_OK);
    } catch (thrown) {
      if (!(thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT")) throw thrown;
    }
  }
}
