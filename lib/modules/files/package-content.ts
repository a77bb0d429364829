import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { FileBatch, FileList, FolderItem } from "#lib/domain/package.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { StagedPart } from "#lib/ports/file-store.ts";
import type { Received } from "#lib/ports/transport.ts";

/** What a package of files holds. */
export type Content = {
  readonly batches: readonly FileBatch[];
  readonly folders: readonly FolderItem[];
  readonly parts: readonly StagedPart[];
  readonly gone: readonly string[];
};

/** Faults with "package-damaged" where it is not what packages of files are. */
export function contentOf(received: Received, module: ModuleName): Content {
  const batches: FileBatch[] = [];
  const gone: string[] = [];
  for (const batch of received.manifest.batches) {
    if (batch.is === "files") batches.push(batch);
    else if (batch.is === "files-gone") gone.push(...batch.paths);
    else throw new Fault("package-damaged", `A package of ${module} holds no files.`);
  }
  const lists = batches.flatMap((batch) => batch.files);
  return { batches, folders: batches.flatMap((batch) => batch.folders), parts: stagedParts(lists, received), gone };
}

function stagedParts(lists: readonly FileList[], { manifest, partsFolder }: Received): StagedPart[] {
  const faces = new Map(manifest.parts.map((part) => [part.name, part]));
  return [...Map.groupBy(lists, (list) => list.part)].map(([name, files]) => {
    const face = faces.get(name);
    if (!face) throw new Fault("package-damaged", `A package names part ${name} and holds none.`, name);
    return { staged: `${partsFolder}/${name}`, bytes: face.bytes, sha256: face.sha256, files };
  });
}

/** Paths of a batch's items. */
export function pathsOf({ folders, files }: FileBatch): string[] {
  const paths = folders.map((one) => one.path);
  for (const { folder, names } of files) for (const name of names.split("/")) paths.push(joinPath(folder, name));
  return paths;
}
