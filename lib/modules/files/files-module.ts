import type { ModuleFace } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { BackupModule } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { ScanList } from "#lib/ports/scan-list.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { census } from "./census.ts";
import { filesImport } from "./import-side.ts";
import { filesInventory } from "./inventory.ts";
import { lookAtFiles } from "./look.ts";
import { ImagePacker } from "./pack.ts";
import { packGone } from "./pack-gone.ts";
import { findRenames } from "./renames.ts";
import { filesRestore } from "./restore-side.ts";
import { applyReturned } from "./returned.ts";

/** What a pool's content is kept in: its file store, the list of what was seen there, and the book of its lanes. */
export type ContentStores = { readonly files: FileStore; readonly scanList: ScanList; readonly store: UserStore };

/** A module of the kind "files": the conference content of a home pool. */
export function filesModule(face: ModuleFace, storesOf: (pool: PoolFqdn) => ContentStores, clock: Clock): BackupModule {
  return {
    face,
    exportSide: (pool) => {
      const what = { ...storesOf(pool), module: face.name, pool, clock };
      const restore = filesRestore(what);
      const images = new ImagePacker(what);
      return {
        canary: null,
        tables: [],
        check: async () => {
          await what.store.check();
          await restore.checkExport();
        },
        look: async (everything, getsOn) => {
          await restore.checkExport();
          return lookAtFiles(what, everything, getsOn);
        },
        noteCompared: () => what.scanList.mend(pool),
        catchUp: async () => {}, // nobody records what changes in a folder: only a look finds it
        census: async (enough) => census(what, enough),
        findGone: async () => {}, // the look found them
        findRenames: () => findRenames(what),
        pack: (phase, mark, room, staging) =>
          phase === "images" ? images.pack(mark, room, staging) : packGone(what, mark, room),
      };
    },
    inventorySide: (pool) => filesInventory({ ...storesOf(pool), module: face.name, pool, clock }),
    importSide: (pool) => {
      const what = { ...storesOf(pool), module: face.name, pool, clock };
      const { stateOf, beginRestore, endRestore } = filesRestore(what);
      return {
        canary: async () => null,
        ...filesImport(face.name, what.files, what.store, clock),
        applyReturned: (received, position, getsOn) => applyReturned(what, received, position, getsOn),
        stateOf,
        beginRestore,
        endRestore,
      };
    },
  };
}
