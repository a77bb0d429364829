import type { ModuleFace } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { BackupModule } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { canaryTable } from "./canary.ts";
import { rowsExport } from "./export-side.ts";
import { rowsImport } from "./import-side.ts";
import { rowsInventory } from "./inventory.ts";
import { rowsRestore } from "./restore-side.ts";

/** A module of the kind "rows": some tables of the user database, and its canaries, which are copied and never compared. */
export function rowsModule(
  face: ModuleFace,
  tables: readonly RowTable[],
  storeOf: (pool: PoolFqdn) => UserStore,
  clock: Clock,
): BackupModule {
  const canary = canaryTable(face);
  return {
    face,
    exportSide: (pool) => rowsExport(face.name, tables, canary, storeOf(pool), clock),
    importSide: (pool) => {
      const store = storeOf(pool);
      const restore = rowsRestore({ module: face.name, tables, store, clock });
      return { ...rowsImport(face.name, tables, canary, store), ...restore };
    },
    inventorySide: (pool) => rowsInventory(face.name, tables, storeOf(pool)),
  };
}
