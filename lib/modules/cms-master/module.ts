import type { Published } from "#lib/domain/cms-document.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { BackupModule } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { documentsExport } from "./export-side.ts";
import { cmsMaster } from "./face.ts";
import { documentsImport } from "./import-side.ts";
import { documentsInventory } from "./inventory-side.ts";

/** What the service itself published, by the ledger. */
export type ReadPublished = () => Promise<readonly Published[]>;

/** CentralMgmt.CMSMaster. Which pools run which side of it is for the engine to know (DOMAIN 3.4). */
export function cmsMasterModule(
  storeOf: (pool: PoolFqdn) => UserStore,
  published: ReadPublished,
  clock: Clock,
): BackupModule {
  const { name } = cmsMaster;
  return {
    face: cmsMaster,
    exportSide: (pool) => documentsExport(name, storeOf(pool), published, clock),
    importSide: (pool) => documentsImport(name, storeOf(pool)),
    inventorySide: (pool) => documentsInventory(name, storeOf(pool), published),
  };
}
