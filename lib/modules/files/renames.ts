import { setImmediate as turn } from "node:timers/promises";
import { folderOf } from "#lib/domain/path-text.ts";
import type { Phase } from "#lib/ports/backup-module.ts";
import type { ItemFace, Sight } from "#lib/ports/file-store.ts";
import type { PendingEntry } from "#lib/ports/user-store.ts";
import type { LookAt } from "./look.ts";

/** Entries that are read at once. */
const PAGE = 4_000;
/** Deletions that are kept in mind while what is new is gone through. */
const MOST = 100_000;

/**
 * Finds deletions whose content arrived under another name: what is pending as new and is the same inode, or a copy of the
 * same size and time to the nanosecond, as a move across file systems leaves it. Each arrival explains one deletion.
 */
export async function findRenames(what: LookAt): Promise<void> {
  const { store, module } = what;
  for (let after = 0; ; ) {
    if ((await store.book.guarded(module, "images", 0, 1)).length === 0) return;
    const lost = new Map<string, number[]>();
    let count = 0;
    for await (const page of pages(what, "tombstones", after)) {
      for (const [entry, faces] of facesOf(what, page, (folders) => what.scanList.owed(what.pool, folders))) {
        for (const sign of new Set(faces.flatMap(signsOf))) {
          const ids = lost.get(sign);
          if (ids) ids.push(entry.id);
          else lost.set(sign, [entry.id]);
        }
      }
      after = page.at(-1)?.id ?? after;
      count += page.length;
      if (count >= MOST) break;
    }
    if (count === 0) return;
    await match(what, lost);
  }
}

async function match(what: LookAt, lost: Map<string, number[]>): Promise<void> {
  const { store, module, scanList, pool } = what;
  const explained = new Set<number>();
  for await (const page of pages(what, "images", 0)) {
    const found: number[] = [];
    const seen = (folders: readonly string[]) => scanList.seen(pool, folders).map((one) => (one === null ? [] : [one]));
    for (const [entry, [face]] of facesOf(what, page, seen)) {
      const id = face && take(lost, signsOf(face), explained);
      if (id === undefined) continue;
      explained.add(id);
      found.push(id, entry.id);
    }
    await store.book.setRenamed(module, found);
  }
}

/** A deletion of which one of these is a sign and that nothing explains yet. */
function take(
  lost: Map<string, number[]>,
  signs: readonly string[],
  explained: ReadonlySet<number>,
): number | undefined {
  for (const sign of signs) {
    const ids = lost.get(sign);
    while (ids !== undefined && ids.length > 0) {
      const id = ids.pop();
      if (id !== undefined && !explained.has(id)) return id;
    }
  }
  return undefined;
}

/** What an item is known by under another name, the surest first. */
function signsOf({ isFolder, device, inode, bytes, mtimeNs }: ItemFace): string[] {
  if (isFolder) return inode === 0n ? [] : [`folder ${device} ${inode}`]; // 0: seen by an earlier version
  return [`file ${device} ${inode} ${bytes} ${mtimeNs}`, `copy ${bytes} ${mtimeNs}`];
}

async function* pages({ store, module }: LookAt, phase: Phase, from: number): AsyncGenerator<readonly PendingEntry[]> {
  for (let after = from; ; ) {
    const page = await store.book.guarded(module, phase, after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
    await turn();
  }
}

/** What the sights of their folders say of entries; nothing of one that no sight lists. */
function* facesOf(
  { files }: LookAt,
  entries: readonly PendingEntry[],
  sightsOf: (folders: readonly string[]) => readonly (readonly Sight[])[],
): Generator<readonly [PendingEntry, readonly ItemFace[]]> {
  const byFolder = Map.groupBy(entries, (entry) => folderOf(entry.key));
  const sights = sightsOf([...byFolder.keys()]);
  for (const [number, [folder, some]] of [...byFolder].entries()) {
    const names = new Map(some.map((entry) => [entry.key.slice(folder === "" ? 0 : folder.length + 1), entry]));
    const found = Map.groupBy(
      (sights[number] ?? []).flatMap((sight) => files.facesOf(sight, new Set(names.keys()))),
      (face) => face.name,
    );
    for (const [name, faces] of found) {
      const entry = names.get(name);
      if (entry) yield [entry, faces];
    }
  }
}
