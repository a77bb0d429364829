import { asFault, Fault } from "#lib/domain/fault.ts";
import { BATCH_ITEMS, EMPTY_ITEM_BYTES, PACKAGE_BATCHES, PACKAGE_BYTES } from "#lib/domain/limits.ts";
import { partName } from "#lib/domain/package.ts";
import type { Packed, Room } from "#lib/ports/backup-module.ts";
import type { CopiedFile } from "#lib/ports/file-store.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { PendingEntry } from "#lib/ports/user-store.ts";
import { Load } from "./load.ts";
import type { LookAt } from "./look.ts";
import { fileSight } from "./sight.ts";
import { Sights } from "./sights.ts";

/** Copies the next files and folders into the staging. A file that is larger than a package is alone in one (DESIGN L12). */
export async function packFiles(what: LookAt, mark: number, room: Room, staging: Staging): Promise<Packed> {
  const { store, module, files, pool } = what;
  const load = new Load();
  const limit = Math.min(room.bytes, PACKAGE_BYTES);
  const sights = new Sights(what.scanList, pool);
  const waiting = await store.book.next(module, mark, Math.min(room.items, PACKAGE_BATCHES * BATCH_ITEMS));
  for (const entry of waiting) {
    const stamp = await files.stampOf(pool, entry.key);
    const weight = Math.max(stamp?.bytes ?? 0, EMPTY_ITEM_BYTES);
    const fits = load.bytes + weight <= limit || (load.isEmpty && (room.isFresh || weight <= room.bytes));
    if (!fits || load.batches.length >= PACKAGE_BATCHES) break;
    const mode = stamp === null ? await files.folderMode(pool, entry.key) : null;
    if (mode !== null) {
      load.add(entry.id, { is: "folder", path: entry.key, mode }, weight, true);
      continue;
    }
    const part = partName(load.parts.length + 1);
    const copied = stamp === null ? null : await copy(what, entry, staging.partPath(part));
    if (copied instanceof Fault) load.leave(entry.id, copied);
    else if (copied !== null) take(load, sights, entry, part, copied);
    // What no look saw hold still was not sent since: a name that came and went.
    else if (sights.of(entry.key) === null) load.void.push(entry.id);
    else load.gone.push(entry.id);
    if (load.bytes >= limit) break;
  }
  return load.packed();
}

/** A single file that cannot be read holds up no other. */
async function copy({ files, pool }: LookAt, entry: PendingEntry, target: string): Promise<CopiedFile | Fault | null> {
  try {
    return await files.copyOut(pool, entry.key, target);
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown && ["EACCES", "EPERM", "EIO"].includes(String(thrown.code)))) {
      throw thrown;
    }
    return new Fault("scan-failed", asFault(thrown).message, entry.key, thrown);
  }
}

function take(
  load: Load,
  sights: Sights,
  entry: PendingEntry,
  part: string,
  { sha256, bytes, stamp, heldStill }: CopiedFile,
): void {
  load.parts.push({ name: part, bytes, sha256 });
  // What is not as the look saw it goes in a state that no look has seen: it stays pending.
  const isAsSeen = heldStill && sights.of(entry.key) === fileSight(stamp);
  const { mode, mtimeNs } = stamp;
  const item = { is: "file", path: entry.key, part, mode, mtimeNs: String(mtimeNs) } as const;
  load.add(entry.id, item, Math.max(bytes, EMPTY_ITEM_BYTES), isAsSeen);
}
