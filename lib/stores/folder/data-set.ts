import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
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

  /**
   * Makes the folder where there is none. With `trash`, what stands there moves to it first, whole, under that name or the
   * next that is free; else it stays, and is of no other store any more.
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

  /** What holds nothing is no loss: it is taken away, so that a folder is made anew. */
  #moveTo(trash: string): void {
    const isEmpty = isFolder(this.folder) && contentOf(this.folder).length === 0;
    if (isEmpty && markerIn(this.folder) === null) return;
    mkdirSync(dirname(trash), { recursive: true, mode: 0o700 });
    let target = trash;
    for (let number = 1; existsSync(target); number++) target = trash.replace(/\d+$/, String(number));
    renameSync(this.folder, target);
    syncFolder(dirname(target));
    syncFolder(dirname(this.folder));
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
