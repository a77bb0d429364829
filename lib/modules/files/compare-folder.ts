import { joinPath } from "#lib/domain/path-text.ts";
import type { FolderEntry } from "#lib/ports/file-store.ts";
import type { Seen } from "#lib/ports/scan-list.ts";
import type { NewEntry } from "#lib/ports/user-store.ts";
import { CONTENT } from "./notes.ts";
import { isYoung, sightOf } from "./sight.ts";

/** What a folder's listing says against what was seen there before. */
export type Comparison = {
  /** New, different, or all of it when everything is asked for. */
  readonly changed: readonly NewEntry[];
  /** What held still and is new or different. */
  readonly seen: readonly Seen[];
  /** What was seen before and is not there any more, or is of another kind. */
  readonly gone: readonly Seen[];
  /** Names of folders to look into. */
  readonly folders: readonly string[];
  /** Paths of files that were touched too lately to be told apart from a next change. */
  readonly young: readonly string[];
  /** Links, sockets, devices. */
  readonly ignored: number;
};

/** Pure: compares one folder with the scan list. */
export function compareFolder(
  before: ReadonlyMap<string, Seen>,
  folder: string,
  listed: readonly FolderEntry[],
  everything: boolean,
  nowNs: bigint,
): Comparison {
  const left = new Map(before);
  const changed: NewEntry[] = [];
  const seen: Seen[] = [];
  const young: string[] = [];
  const folders: string[] = [];
  let ignored = 0;
  for (const entry of listed) {
    if (entry.is === "other") {
      ignored += 1;
      continue;
    }
    const isFolder = entry.is === "folder";
    if (isFolder) folders.push(entry.name);
    const known = before.get(entry.name);
    const isSameKind = known?.isFolder === isFolder;
    if (isSameKind) left.delete(entry.name);
    const sight = sightOf(entry);
    const isNew = !isSameKind || known?.sight !== sight;
    if (!isNew && !everything) continue;
    const path = joinPath(folder, entry.name);
    changed.push({ table: CONTENT, key: path, bytes: isFolder ? 0 : entry.stamp.bytes });
    if (isNew && !isFolder && isYoung(entry.stamp, nowNs)) young.push(path);
    else if (isNew) seen.push({ name: entry.name, isFolder, sight });
  }
  return { changed, seen, gone: [...left.values()], folders, young, ignored };
}
