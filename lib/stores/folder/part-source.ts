import { hash } from "node:crypto";
import { constants, type Stats } from "node:fs";
import type { Disk } from "#lib/disk/crew.ts";
import { hashFile } from "#lib/disk/read-through.ts";
import { hasFace, setFace } from "./face.ts";
import type { Item } from "./item.ts";
import type { Place } from "./names.ts";
import { renameOrCopy, type Source } from "./source.ts";

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
/** What a new file's mode loses. */
const UMASK = process.umask();

/** Small files out of the content of a part. */
export class PartSource implements Source {
  readonly #disk: Disk;
  readonly #base: string;
  readonly #content: Buffer;
  /** Where a file is written before it has its name: nobody sees it there. */
  readonly #aside: string;

  constructor(disk: Disk, base: string, content: Buffer, aside: string) {
    this.#disk = disk;
    this.#base = base;
    this.#content = content;
    this.#aside = `${aside}/file`;
  }

  isThere(): boolean {
    return true;
  }

  isIn(target: Place, there: Stats, item: Item): boolean {
    if (item.bytes !== there.size || !hasFace(there, item)) return false;
    const own = hash("sha256", this.#content.subarray(item.at, item.at + item.bytes));
    return hashFile(this.#disk, target)?.sha256 === own;
  }

  put(item: Item, target: Place): void {
    try {
      this.write(item, this.#aside);
      renameOrCopy(this.#disk, this.#base, item, target, this.#aside, (to) => {
        this.#disk.rmSync(this.#aside); // the next file is written there
        this.write(item, to);
      });
    } catch (thrown) {
      this.#disk.rmSync(this.#aside, { force: true });
      throw thrown;
    }
  }

  /** Writes a new file with its face. */
  write(item: Item, place: Place): void {
    const disk = this.#disk;
    const mode = item.mode & 0o777;
    const fd = disk.openSync(place, NEW, mode);
    try {
      for (let done = 0; done < item.bytes; ) {
        done += disk.writeSync(fd, this.#content, item.at + done, item.bytes - done);
      }
      setFace(disk, fd, (mode & UMASK) === 0 ? null : mode, item.mtimeNs);
    } finally {
      disk.closeSync(fd);
    }
  }
}
