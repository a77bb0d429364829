import { Fault } from "#lib/domain/fault.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { BATCH_BYTES, BATCH_ITEMS, EMPTY_ITEM_BYTES, PACKAGE_BATCHES, PACKAGE_BYTES } from "#lib/domain/limits.ts";
import type { FileBatch, FolderItem, PartFace } from "#lib/domain/package.ts";
import type { Packed, Room } from "#lib/ports/backup-module.ts";
import type { CopyOutcome, CopyRoom } from "#lib/ports/file-store.ts";
import type { PendingEntry } from "#lib/ports/user-store.ts";
import { Columns } from "./columns.ts";

/** Weighs items into batches of the size that D17 allows, as far as a package and a cycle have room. */
export class Scales implements CopyRoom {
  readonly #room: Room;
  readonly #limit: number;
  #batchItems = 0;
  #batchBytes = 0;
  #batches = 0;
  #bytes = 0;

  constructor(room: Room) {
    this.#room = room;
    this.#limit = Math.min(room.bytes, PACKAGE_BYTES);
  }

  left(): number {
    return this.#bytes === 0 && this.#room.isFresh ? PACKAGE_BYTES : this.#limit - this.#bytes;
  }

  /** A file that is larger than a package is alone in one, and one larger than a cycle alone in that (DESIGN L12, D9). */
  take(bytes: number): boolean {
    const weight = weightOf(bytes);
    const isEmpty = this.#bytes === 0;
    const fits = this.#bytes + weight <= this.#limit;
    if (!fits && !(isEmpty && (this.#room.isFresh || weight <= this.#room.bytes))) return false;
    if (this.opensBatch(weight)) {
      if (this.#batches >= Math.min(PACKAGE_BATCHES, this.#room.batches)) return false;
      this.#batches += 1;
      this.#batchItems = 0;
      this.#batchBytes = 0;
    }
    this.#batchItems += 1;
    this.#batchBytes += weight;
    this.#bytes += weight;
    return true;
  }

  /** True when an item of that weight goes into a new batch. */
  opensBatch(weight: number): boolean {
    return this.#batches === 0 || this.#batchItems >= BATCH_ITEMS || this.#batchBytes + weight > BATCH_BYTES;
  }
}

/** An empty item counts as something (D17). */
export function weightOf(bytes: number): number {
  return Math.max(bytes, EMPTY_ITEM_BYTES);
}

type CopiedFile = Extract<CopyOutcome, { is: "file" }>;
type Growing = { folders: FolderItem[]; files: Columns[]; items: number; bytes: number; oldestAt: number };

/** What is in a package of images so far. */
export class Load {
  readonly #batches: Growing[] = [];
  readonly parts: PartFace[] = [];
  readonly gone: number[] = [];
  readonly void: number[] = [];
  readonly #sent: number[] = [];
  readonly #kept: number[] = [];
  readonly #unreadable: number[] = [];
  #fault: Fault | null = null;
  #bytes = 0;

  /** What is not as the look saw it is sent and stays pending. */
  addFile(entry: PendingEntry, folder: string, name: string, file: CopiedFile): void {
    const { files } = this.#batchFor(entry, weightOf(file.bytes));
    let columns = files.at(-1);
    if (!columns?.goesOn(folder, file)) {
      columns = new Columns(folder, file);
      files.push(columns);
    }
    columns.add(name, file);
    (file.isAsSeen ? this.#sent : this.#kept).push(entry.id);
  }

  addFolder(entry: PendingEntry, mode: number): void {
    this.#batchFor(entry, weightOf(0)).folders.push({ path: entry.key, mode });
    this.#sent.push(entry.id);
  }

  /** The batch that the entry's item goes into. */
  #batchFor(entry: PendingEntry, weight: number): Growing {
    let batch = this.#batches.at(-1);
    if (!batch || batch.items >= BATCH_ITEMS || batch.bytes + weight > BATCH_BYTES) {
      batch = { folders: [], files: [], items: 0, bytes: 0, oldestAt: entry.firstAt };
      this.#batches.push(batch);
    }
    batch.items += 1;
    batch.bytes += weight;
    batch.oldestAt = Math.min(batch.oldestAt, entry.firstAt);
    this.#bytes += weight;
    return batch;
  }

  /** It cannot be read now, and stays for another time. */
  leave(entry: PendingEntry, sentence: string, path: string): void {
    this.#unreadable.push(entry.id);
    this.#fault ??= new Fault("scan-failed", sentence, path);
  }

  /** Whose items these are, and from where, is known to who filled it. */
  packed(): Omit<Packed, "dataSet" | "source"> {
    const batches = this.#batches.map(
      ({ folders, files, oldestAt }): FileBatch => ({
        is: "files",
        oldestAt: isoInstant(oldestAt),
        folders,
        files: files.map((columns) => columns.list()),
      }),
    );
    const unreadable = { ids: this.#unreadable, fault: this.#fault };
    const { parts, gone } = this;
    const taken = { sent: this.#sent, kept: this.#kept, gone, back: [], void: this.void, unreadable };
    return { batches, parts, ...taken, bytes: this.#bytes, highBatches: 0 };
  }
}
