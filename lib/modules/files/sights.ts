import { folderOf } from "#lib/domain/path-text.ts";
import type { ScanList, Seen } from "#lib/ports/scan-list.ts";

/** Sights of the scan list by path. Entries of one folder come together, so one folder is remembered. */
export class Sights {
  readonly #scanList: ScanList;
  readonly #dataSet: string;
  #folder: string | null = null;
  #seen: ReadonlyMap<string, Seen> = new Map();

  constructor(scanList: ScanList, dataSet: string) {
    this.#scanList = scanList;
    this.#dataSet = dataSet;
  }

  /** Null for a path that was never seen. */
  of(path: string): string | null {
    const folder = folderOf(path);
    if (folder !== this.#folder) {
      this.#folder = folder;
      this.#seen = this.#scanList.folder(this.#dataSet, folder);
    }
    return this.#seen.get(path.slice(folder === "" ? 0 : folder.length + 1))?.sight ?? null;
  }
}
