import type { ModuleFace } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { BackupModule } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { rowsExport } from "./export-side.ts";
import { rowsImport } from "./import-side.ts";
import { rowsInventory } from "./inventory.ts";

/** A module of the kind "rows": some tables of the user database. */
export function rowsModule(
  face: ModuleFace,
  tables: readonly RowTable[],
  storeOf: (pool: PoolFqdn) => UserStore,
  clock: Clock,
): BackupModule {
  return {
    face,
    exportSide: (pool) => rowsExport(face.name, tables, storeOf(pool), clock),
    importSide: (pool) => rowsImport(face.name, tables, storeOf(pool)),
    inventorySide: (pool) => rowsInventory(face.name, tables, storeOf(pool)),
  };
}
