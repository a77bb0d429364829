import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { FileItem, PartFace } from "#lib/domain/package.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { UserStore } from "#lib/ports/user-store.ts";

/**
 * Imports files and folders into the standby content of `home`. Each file arrives by rename and applying twice is applying
 * once, so a crash anywhere begins the package again; it is durable before the position says so.
 */
export function filesImport(module: ModuleName, files: FileStore, store: UserStore): ImportSide {
  return {
    check: async (home) => {
      await store.check(); // the positions are kept there
      await files.checkDataSet(home);
    },
    apply: async (home, received, _position, getsOn) => {
      const items = received.manifest.batches.flatMap((batch) => {
        if (batch.is === "files") return batch.items;
        throw new Fault("package-damaged", `A package of ${module} holds no files.`);
      });
      const parts = new Map(received.manifest.parts.map((part) => [part.name, part]));
      const made = new Set<string>([""]);
      for (const item of items) {
        await placeOne(files, home, received, parts, item, made);
        getsOn();
      }
      // Folder modes last: a folder that forbids writing gets its content first (DESIGN 4).
      for (const item of items) if (item.is === "folder") await files.setFolderMode(home, item.path, item.mode);
      await files.sync();
    },
  };
}

async function placeOne(
  files: FileStore,
  home: PoolFqdn,
  received: Received,
  parts: ReadonlyMap<string, PartFace>,
  item: FileItem,
  made: Set<string>,
): Promise<void> {
  const folder = item.is === "folder" ? item.path : folderOf(item.path);
  if (!made.has(folder)) {
    await files.makeFolder(home, folder);
    made.add(folder);
  }
  if (item.is === "folder") return;
  const part = parts.get(item.part);
  if (!part) throw new Fault("package-damaged", `A package names part ${item.part} and holds none.`, item.path);
  const file = { path: item.path, mode: item.mode, mtimeNs: BigInt(item.mtimeNs), sha256: part.sha256 };
  await files.place(home, file, received.partPath(part.name));
}
