import { lstatSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { syncFolder } from "#lib/disk/durable.ts";
import { MARKER_NAME } from "#lib/domain/path-text.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Loss } from "#lib/domain/store-state.ts";
import { contentOf, lossFault, lossOf, markerIn, writeMarker } from "./marker.ts";

/** The folder of one data set, with the marker that it has to carry. Whoever uses this has checked the root before. */
export class DataSetFolder {
  readonly folder: string;
  readonly #marker: string;
  readonly #what: string;
  #isRestoring = false;

  constructor(folder: string, marker: string, home: PoolFqdn, pool: PoolFqdn) {
    this.folder = folder;
    this.#marker = marker;
    this.#what = `The content of ${home} on ${pool}`;
  }

  /** Null when it carries its marker. */
  loss(): Loss | null {
    return lossOf(this.folder, this.#marker);
  }

  check(): void {
    const loss = this.loss();
    if (loss !== null) throw lossFault(loss, this.#what, this.folder);
  }

  /** The same; a folder that is being restored has no marker yet. */
  checkImport(): void {
    const loss = this.loss();
    if (loss === null) return;
    const mayWrite = this.#isRestoring && loss !== "foreign" && isFolder(this.folder);
    if (!mayWrite) throw lossFault(loss, this.#what, this.folder);
  }

  /** That name or the next that is free in `trash`. Null where nothing stands: what holds nothing is no loss. */
  asideName(trash: string, name: string): string | null {
    if (!isThere(this.folder) || this.#holdsNothing()) return null;
    let free = name;
    for (let number = 1; isThere(join(trash, free)); number++) free = name.replace(/\d+$/, String(number));
    return free;
  }

  /**
   * Makes the folder where there is none. What stands there moves to `trash` first, whole, unless it did before; else it stays,
   * and is of no other store any more.
   */
  begin(trash: string | null): void {
    if (trash !== null && isThere(this.folder)) this.#moveTo(trash);
    if (!isThere(this.folder)) {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      syncFolder(dirname(this.folder));
    }
    if (this.loss() === "foreign") rmSync(join(this.folder, MARKER_NAME));
    this.#isRestoring = true;
  }

  resume(): void {
    this.#isRestoring = true;
  }

  end(): void {
    this.checkImport();
    writeMarker(this.folder, this.#marker, this.#what);
    this.#isRestoring = false;
  }

  #moveTo(trash: string): void {
    if (isThere(trash) || this.#holdsNothing()) return;
    mkdirSync(dirname(trash), { recursive: true, mode: 0o700 });
    renameSync(this.folder, trash);
    syncFolder(dirname(trash));
    syncFolder(dirname(this.folder));
  }

  #holdsNothing(): boolean {
    const isEmpty = isFolder(this.folder) && contentOf(this.folder).length === 0;
    return isEmpty && markerIn(this.folder) === null;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
