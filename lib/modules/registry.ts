import type { ModuleFace } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { BackupModule } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { cmsMaster } from "./cms-master/face.ts";
import { cmsMasterModule, type ReadPublished } from "./cms-master/module.ts";
import { dataConf } from "./data-conf/module.ts";
import { type ContentStores, filesModule } from "./files/files-module.ts";
import { presenceFocus } from "./presence-focus/module.ts";
import { presenceFocusTables } from "./presence-focus/tables.ts";
import { canaryTable } from "./rows/canary.ts";
import { rowsModule } from "./rows/rows-module.ts";

/** What modules are deployed on. */
export type Deployment = {
  readonly rows: (pool: PoolFqdn) => UserStore;
  /** A pool's content below this folder of its file store. */
  readonly content: (pool: PoolFqdn, folder: string) => ContentStores;
  /** What was published into the Central Management store, by the ledger. */
  readonly published: ReadPublished;
  readonly clock: Clock;
};

/** A module with what it needs and how it runs. */
export type Registered = {
  readonly face: ModuleFace;
  /** Tables of the user database that it carries; every user database has them. */
  readonly tables: readonly RowTable[];
  /** The table of its canaries, beside them; null for kinds that have none. */
  readonly canary: RowTable | null;
  /** Folders of the file store that it carries, one data set a home pool in each. */
  readonly folders: readonly string[];
  readonly deploy: (on: Deployment) => BackupModule;
};

/** A module of rows: some tables. */
export function ofRows(face: ModuleFace, tables: readonly RowTable[]): Registered {
  return {
    face,
    tables,
    canary: canaryTable(face),
    folders: [],
    deploy: (on) => rowsModule(face, tables, on.rows, on.clock),
  };
}

/** A module of files: a folder of the file store. */
export function ofFiles(face: ModuleFace, folder: string): Registered {
  const deploy = (on: Deployment) => filesModule(face, (pool) => on.content(pool, folder), on.clock);
  return { face, tables: [], canary: null, folders: [folder], deploy };
}

/** The module of documents: a table that no home pool owns. */
function ofDocuments(): Registered {
  const deploy = (on: Deployment) => cmsMasterModule(on.rows, on.published, on.clock);
  return { face: cmsMaster, tables: [], canary: null, folders: [], deploy };
}

/** Every module, in the order in which screens list them. A new one is a folder here and a line in this list. */
export const REGISTRY: readonly Registered[] = [
  ofRows(presenceFocus, presenceFocusTables),
  ofFiles(dataConf, "DataConf"),
  ofDocuments(),
];

/** The modules that are deployed, as doors and screens know them. */
export const MODULES: readonly ModuleFace[] = REGISTRY.map((entry) => entry.face);

/** The same as the engine runs them. */
export function deployModules(on: Deployment, registry: readonly Registered[] = REGISTRY): readonly BackupModule[] {
  return registry.map((entry) => entry.deploy(on));
}

/** What the stores of a pool are made of for these modules. */
export type Carried = { readonly tables: readonly RowTable[]; readonly folders: readonly string[] };

export function carriedBy(registry: readonly Registered[]): Carried {
  return {
    tables: registry.flatMap(({ tables, canary }) => (canary === null ? tables : [...tables, canary])),
    folders: registry.flatMap((entry) => entry.folders),
  };
}
