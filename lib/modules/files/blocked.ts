import { CONTENT } from "#lib/domain/content.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import type { PendingEntry } from "#lib/ports/user-store.ts";
import type { LookAt } from "./look.ts";

/**
 * Files in whose place the standby has a folder with items that are gone here: they would take that folder away at import, so
 * they wait until those deletions have left (DESIGN L10). Of a folder that is still one nothing waits.
 */
export async function findBlocked(
  { store, module, scanList, pool, files }: LookAt,
  entries: readonly PendingEntry[],
): Promise<ReadonlySet<number>> {
  const keys = entries.map((entry) => entry.key);
  const replacing = await store.book.aboveGone(module, CONTENT, keys, "gone");
  const blocked = new Set<number>();
  if (replacing.size === 0) return blocked;
  for (const { id, key } of entries) {
    if (!replacing.has(key)) continue;
    const folder = folderOf(key);
    const name = key.slice(folder === "" ? 0 : folder.length + 1);
    const [seen] = scanList.seen(pool, [folder]);
    const isFolder = seen != null && files.facesOf(seen, new Set([name])).some((face) => face.isFolder);
    if (!isFolder) blocked.add(id);
  }
  return blocked;
}

/** Folders that are gone, below which something is held: the standby deletes a folder with all that is in it. */
export async function findBlockedGone(
  { store, module }: LookAt,
  entries: readonly PendingEntry[],
): Promise<ReadonlySet<number>> {
  const keys = entries.map((entry) => entry.key);
  const above = await store.book.aboveGone(module, CONTENT, keys, "held");
  return new Set(entries.filter(({ key }) => above.has(key)).map(({ id }) => id));
}
