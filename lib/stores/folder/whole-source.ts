import type { Stats } from "node:fs";
import type { Disk } from "#lib/disk/crew.ts";
import { hashFile } from "#lib/disk/read-through.ts";
import type { StagedPart } from "#lib/ports/file-store.ts";
import { hasFace, setFace } from "./face.ts";
import type { Item } from "./item.ts";
import type { Place } from "./names.ts";
import { renameOrCopy, type Source } from "./source.ts";

/** A part that is one large file: it goes to its place itself. */
export class WholeSource implements Source {
  readonly #disk: Disk;
  readonly #base: string;
  readonly #part: StagedPart;
  readonly #staged: Stats | undefined;

  constructor(disk: Disk, base: string, part: StagedPart) {
    this.#disk = disk;
    this.#base = base;
    this.#part = part;
    this.#staged = disk.lstatSync(part.staged, { throwIfNoEntry: false });
  }

  /** False when it is there and is not what it has to be. */
  isSound(): boolean {
    if (!this.#staged?.isFile()) return true; // a link or anything else that was put there is no part of the package
    const { staged, bytes, sha256 } = this.#part;
    const found = hashFile(this.#disk, staged, bytes);
    return found?.bytes === bytes && found.sha256 === sha256;
  }

  isThere(): boolean {
    return this.#staged?.isFile() === true;
  }

  /** With nothing staged it was placed before: it only gets its face. */
  isIn(target: Place, there: Stats, item: Item): boolean {
    if (this.isThere() && (item.bytes !== there.size || !hasFace(there, item))) return false;
    if (hashFile(this.#disk, target)?.sha256 !== this.#part.sha256) return false;
    if (!hasFace(there, item)) setFace(this.#disk, target, item.mode, item.mtimeNs);
    return true;
  }

  put(item: Item, target: Place): void {
    const disk = this.#disk;
    const { staged } = this.#part;
    if (this.#staged && !hasFace(this.#staged, item)) setFace(disk, staged, item.mode, item.mtimeNs);
    renameOrCopy(disk, this.#base, item, target, staged, (to) => {
      disk.copyFileSync(staged, to);
      setFace(disk, to, item.mode, item.mtimeNs);
    });
  }
}
