import { randomUUID } from "node:crypto";
import { CONTENT } from "#lib/domain/content.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { FolderNews } from "#lib/ports/file-store.ts";
import type { FolderSight } from "#lib/ports/scan-list.ts";
import type { NewEntry } from "#lib/ports/user-store.ts";
import type { LookAt } from "./look.ts";

/** The stamp before the first. */
export const NO_STAMP = "";

/** Entries gathered before they are written down together. */
const STRIDE = 4000;

type Read = Extract<FolderNews, { is: "read" }>;

/**
 * Writes down what a look finds, in strides: first what is pending, then what was seen. A crash in between looks again and
 * finds the same. Each stride has a stamp of its own: the list has it first, beside the one before, the book has it last, and
 * with the sights the list forgets the one before. So a death in between is told from a book or a list of another day.
 */
export class Notes {
  readonly #what: LookAt;
  readonly #at: Instant;
  #changed: NewEntry[] = [];
  #gone: NewEntry[] = [];
  #sights: FolderSight[] = [];
  /** Of finds that are in the book, while what was seen is not in the list. */
  #stamp: string | null = null;

  constructor(what: LookAt, at: Instant) {
    this.#what = what;
    this.#at = at;
  }

  /** The path of an item of which no one knows whether it is gone; null when all is known. */
  async take(folder: string, news: Read): Promise<string | null> {
    const goneFolders = news.gone.filter((one) => one.isFolder).map((one) => joinPath(folder, one.name));
    const lost = new Map<string, string>();
    for (const path of goneFolders) {
      const found = this.#elsewhere(path, news.device);
      if (found !== null) lost.set(path, found);
    }
    const [elsewhere = null] = lost.values();
    for (const { name, isFolder } of news.gone) {
      const path = joinPath(folder, name);
      if (lost.has(path)) continue;
      await this.#noteGone(path);
      if (isFolder) await this.#noteBelow(path);
    }
    const asSeen = new Set(news.changed.asSeen);
    for (const [number, name] of news.changed.names.entries()) {
      const bytes = news.changed.bytes[number] ?? 0;
      this.#changed.push({ table: CONTENT, key: joinPath(folder, name), bytes, isAsSeen: asSeen.has(number) });
    }
    // While something of this folder is not known it is not known as it is now: the next look finds the same again.
    if (elsewhere === null && (news.sight !== null || news.goneSight !== null)) {
      this.#sights.push({ folder, seen: news.sight, owed: news.goneSight, goneFolders });
    }
    if (this.#changed.length + this.#gone.length + this.#sights.length >= STRIDE) await this.write();
    return elsewhere ?? (news.elsewhere === null ? null : joinPath(folder, news.elsewhere));
  }

  /** An item below a folder that is gone, on another device than the folder's own: a mount that went away with it. */
  #elsewhere(folder: string, device: string): string | null {
    const { scanList, pool, files } = this.#what;
    for (const { folder: at, seen } of scanList.below(pool, folder)) {
      const other = files.readSight(seen).find((one) => one.device !== device);
      if (other) return joinPath(at, other.name);
    }
    return null;
  }

  async #noteBelow(folder: string): Promise<void> {
    const { scanList, pool, files } = this.#what;
    for (const { folder: at, seen } of scanList.below(pool, folder)) {
      for (const { name } of files.readSight(seen)) await this.#noteGone(joinPath(at, name));
    }
  }

  async #noteGone(path: string): Promise<void> {
    this.#gone.push({ table: CONTENT, key: path, bytes: 0 });
    if (this.#gone.length >= STRIDE) await this.#writePending();
  }

  async #writePending(): Promise<void> {
    const { store, module, files, pool, scanList } = this.#what;
    const gone = this.#gone;
    const changed = this.#changed;
    if (gone.length + changed.length === 0) return;
    this.#gone = [];
    this.#changed = [];
    const stamp = randomUUID();
    await scanList.stamp(pool, stamp, (await store.book.lookStamp(module)) ?? NO_STAMP);
    if (gone.length > 0) {
      await files.checkDataSet(pool); // it was there when they were found missing
      await store.book.addGone(module, gone, this.#at);
    }
    if (changed.length > 0) await store.book.add(module, changed, this.#at);
    await store.book.rememberLook(module, stamp);
    this.#stamp = stamp;
  }

  async write(): Promise<void> {
    await this.#writePending();
    const sights = this.#sights;
    const stamp = this.#stamp ?? undefined;
    this.#sights = [];
    this.#stamp = null;
    if (sights.length > 0 || stamp !== undefined) await this.#what.scanList.update(this.#what.pool, sights, stamp);
  }
}
