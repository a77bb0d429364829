import { BATCH_BYTES, BATCH_ITEMS, EMPTY_ITEM_BYTES, PACKAGE_BATCHES, PACKAGE_BYTES } from "#lib/domain/limits.ts";
import { type FileBatch, type FileItem, type PartFace, partName } from "#lib/domain/package.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import type { Packed, Room } from "#lib/ports/backup-module.ts";
import type { ScanList, Seen } from "#lib/ports/scan-list.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { LookAt } from "./look.ts";
import { fileSight } from "./sight.ts";

/** Entries of the book asked for at a time. */
const STRIDE = 1000;

/** Copies the next files and folders into the staging. A file that is larger than a package is alone in one (DESIGN L12). */
export async function packFiles(what: LookAt, mark: number, room: Room, staging: Staging): Promise<Packed> {
  const { store, module, files, pool } = what;
  const load = new Load();
  const limit = Math.min(room.bytes, PACKAGE_BYTES);
  const waiting = await store.book.next(module, mark, Math.min(room.items, PACKAGE_BATCHES * BATCH_ITEMS));
  const sights = new Sights(what.scanList, pool);
  for (let at = 0; at < waiting.length; at += STRIDE) {
    for (const entry of waiting.slice(at, at + STRIDE)) {
      const stamp = await files.stampOf(pool, entry.key);
      const weight = Math.max(stamp?.bytes ?? 0, EMPTY_ITEM_BYTES);
      const fits = load.bytes + weight <= limit || (load.isEmpty && (room.isFresh || weight <= room.bytes));
      if (!fits || load.batches.length >= PACKAGE_BATCHES) return load.packed();
      if (stamp === null) {
        const mode = await files.folderMode(pool, entry.key);
        if (mode === null) load.gone.push(entry.id);
        else load.add(entry.id, { is: "folder", path: entry.key, mode }, weight, true);
        continue;
      }
      const part = partName(load.parts.length + 1);
      const copied = await files.copyOut(pool, entry.key, staging.partPath(part));
      if (copied === null) {
        load.gone.push(entry.id);
        continue;
      }
      load.parts.push({ name: part, bytes: copied.bytes, sha256: copied.sha256 });
      // What is not as the look saw it went on its way in a state that no look has seen: it stays pending.
      const isAsSeen = copied.heldStill && sights.of(entry.key) === fileSight(copied.stamp);
      const { mode, mtimeNs } = copied.stamp;
      const item: FileItem = { is: "file", path: entry.key, part, mode, mtimeNs: String(mtimeNs) };
      load.add(entry.id, item, Math.max(copied.bytes, EMPTY_ITEM_BYTES), isAsSeen);
      if (load.bytes >= limit) return load.packed();
    }
  }
  return load.packed();
}

/** What is in the package so far, in batches of the size that D17 allows. */
class Load {
  readonly batches: FileBatch[] = [];
  readonly parts: PartFace[] = [];
  readonly gone: number[] = [];
  readonly #sent: number[] = [];
  readonly #kept: number[] = [];
  #items: FileItem[] = [];
  #batchBytes = 0;
  bytes = 0;

  get isEmpty(): boolean {
    return this.bytes === 0;
  }

  add(id: number, item: FileItem, weight: number, isAsSeen: boolean): void {
    const isFull = this.#items.length >= BATCH_ITEMS || this.#batchBytes + weight > BATCH_BYTES;
    if (this.#items.length === 0 || isFull) {
      this.#items = [];
      this.#batchBytes = 0;
      this.batches.push({ is: "files", items: this.#items });
    }
    this.#items.push(item);
    this.#batchBytes += weight;
    this.bytes += weight;
    (isAsSeen ? this.#sent : this.#kept).push(id);
  }

  packed(): Packed {
    const { batches, parts, gone, bytes } = this;
    return { batches, parts, sent: this.#sent, kept: this.#kept, gone, bytes };
  }
}

/** Sights by path; entries of one folder come together, so one folder is remembered. */
class Sights {
  readonly #scanList: ScanList;
  readonly #dataSet: string;
  #folder: string | null = null;
  #seen: ReadonlyMap<string, Seen> = new Map();

  constructor(scanList: ScanList, dataSet: string) {
    this.#scanList = scanList;
    this.#dataSet = dataSet;
  }

  of(path: string): string | null {
    const folder = folderOf(path);
    if (folder !== this.#folder) {
      this.#folder = folder;
      this.#seen = this.#scanList.folder(this.#dataSet, folder);
    }
    return this.#seen.get(path.slice(folder === "" ? 0 : folder.length + 1))?.sight ?? null;
  }
}
