import type { ModuleFace } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { BackupModule } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { dataConf } from "./data-conf/module.ts";
import { type ContentStores, filesModule } from "./files/files-module.ts";
import { presenceFocus } from "./presence-focus/module.ts";
import { presenceFocusTables } from "./presence-focus/tables.ts";
import { rowsModule } from "./rows/rows-module.ts";

/** What modules are deployed on. */
export type Deployment = {
  readonly rows: (pool: PoolFqdn) => UserStore;
  readonly content: (pool: PoolFqdn) => ContentStores;
  readonly clock: Clock;
};

/** Every module with how it runs, in the order in which screens list them. A new one is a folder here and a line in this list. */
const REGISTRY: readonly { face: ModuleFace; deploy: (on: Deployment) => BackupModule }[] = [
  { face: presenceFocus, deploy: (on) => rowsModule(presenceFocus, presenceFocusTables, on.rows, on.clock) },
  { face: dataConf, deploy: (on) => filesModule(dataConf, on.content, on.clock) },
];

/** The modules that are deployed, as doors and screens know them. */
export const MODULES: readonly ModuleFace[] = REGISTRY.map((entry) => entry.face);

/** The same as the engine runs them. */
export function deployModules(on: Deployment): readonly BackupModule[] {
  return REGISTRY.map((entry) => entry.deploy(on));
}

/** Tables of the user database that these modules carry; every user database has them. */
export const ROW_TABLES: readonly RowTable[] = presenceFocusTables;
