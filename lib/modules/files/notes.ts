import type { Instant } from "#lib/domain/instant.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { FolderSight } from "#lib/ports/scan-list.ts";
import type { NewEntry } from "#lib/ports/user-store.ts";
import type { Comparison } from "./compare-folder.ts";
import type { LookAt } from "./look.ts";

/** Where files stand in the book beside the tables of rows. */
export const CONTENT = "content";

/** Entries gathered before they are written down together. */
export const STRIDE = 2000;

/**
 * Writes down what a look finds, in strides: first what is pending, then what was seen. A crash in between looks again and
 * finds the same.
 */
export class Notes {
  readonly #what: LookAt;
  readonly #at: Instant;
  #changed: NewEntry[] = [];
  #gone: NewEntry[] = [];
  #sights: FolderSight[] = [];

  constructor(what: LookAt, at: Instant) {
    this.#what = what;
    this.#at = at;
  }

  async take(folder: string, { changed, seen, gone }: Comparison): Promise<void> {
    const { scanList, pool } = this.#what;
    for (const { name, isFolder } of gone) {
      const path = joinPath(folder, name);
      await this.#noteGone(path);
      if (isFolder) for (const below of scanList.below(pool, path)) await this.#noteGone(below);
    }
    for (const one of changed) {
      this.#changed.push(one);
      if (this.#changed.length >= STRIDE) await this.#writePending();
    }
    if (seen.length + gone.length > 0) this.#sights.push({ folder, seen, gone: gone.map((one) => one.name) });
    if (this.#changed.length + this.#gone.length + this.#sights.length >= STRIDE) await this.write();
  }

  async #noteGone(path: string): Promise<void> {
    this.#gone.push({ table: CONTENT, key: path, bytes: 0 });
    if (this.#gone.length >= STRIDE) await this.#writePending();
  }

  async #writePending(): Promise<void> {
    const { store, module } = this.#what;
    if (this.#gone.length > 0) await store.book.addGone(module, this.#gone, this.#at);
    if (this.#changed.length > 0) await store.book.add(module, this.#changed, this.#at);
    this.#gone = [];
    this.#changed = [];
  }

  async write(): Promise<void> {
    await this.#writePending();
    if (this.#sights.length > 0) await this.#what.scanList.update(this.#what.pool, this.#sights);
    this.#sights = [];
  }
}
