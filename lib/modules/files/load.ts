import type { Fault } from "#lib/domain/fault.ts";
import { BATCH_BYTES, BATCH_ITEMS } from "#lib/domain/limits.ts";
import type { FileBatch, FileItem, PartFace } from "#lib/domain/package.ts";
import type { Packed } from "#lib/ports/backup-module.ts";

/** What is in a package of files so far, in batches of the size that D17 allows. */
export class Load {
  readonly batches: FileBatch[] = [];
  readonly parts: PartFace[] = [];
  readonly gone: number[] = [];
  readonly void: number[] = [];
  readonly #sent: number[] = [];
  readonly #kept: number[] = [];
  readonly #unreadable: number[] = [];
  #fault: Fault | null = null;
  #items: FileItem[] = [];
  #batchBytes = 0;
  bytes = 0;

  get isEmpty(): boolean {
    return this.bytes === 0;
  }

  /** `isAsSeen`: as the look saw it; else it is sent and stays pending. */
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

  /** It cannot be read now and stays for another time. */
  leave(id: number, fault: Fault): void {
    this.#unreadable.push(id);
    this.#fault ??= fault;
  }

  packed(): Packed {
    const { batches, parts, gone, bytes } = this;
    const unreadable = { ids: this.#unreadable, fault: this.#fault };
    return { batches, parts, sent: this.#sent, kept: this.#kept, gone, void: this.void, unreadable, bytes };
  }
}
