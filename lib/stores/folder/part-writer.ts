import { hash } from "node:crypto";
import { constants } from "node:fs";
import type { Disk } from "#lib/disk/crew.ts";
import { type PartFace, partName } from "#lib/domain/package.ts";
import { LARGE, partBuffer } from "./part-buffer.ts";

export const WRITE = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;

/** Where the content of a file is. */
export type Spot = { readonly part: string; readonly at: number; readonly bytes: number };

/** Gathers small files into parts: one write for hundreds of them (SPEED 2). A large file is a part of its own. */
export class PartWriter {
  readonly #disk: Disk;
  readonly #into: string;
  readonly #parts: PartFace[] = [];
  /** Of the first item in the part that is open; null when none is. */
  #number: number | null = null;
  #end = 0;

  constructor(disk: Disk, into: string) {
    this.#disk = disk;
    this.#into = into;
  }

  /** Before each item: nothing that is kept is written while one is copied, so no failure of a write is taken for that item's. */
  makeRoom(): void {
    if (this.#end + LARGE > partBuffer.length) this.#write();
  }

  /** Reads a small file from its start to its end behind what is kept; null when it is large by now. */
  read(fd: number, expected: number): number | null {
    for (let bytes = 0; ; ) {
      const read = this.#disk.readSync(fd, partBuffer, this.#end + bytes, LARGE - bytes, bytes);
      bytes += read;
      if (bytes === LARGE) return null;
      if (read === 0 || (bytes === read && bytes === expected)) return bytes; // a short read of what was expected is all of it
    }
  }

  /** What was read last is item `number`: it stays. */
  keep(number: number, bytes: number): Spot {
    this.#number ??= number;
    const spot = { part: partName(this.#number), at: this.#end, bytes };
    this.#end += bytes;
    return spot;
  }

  /** A file was copied whole to where part `number` goes. */
  keepWhole(number: number, face: { readonly sha256: string; readonly bytes: number }): Spot {
    const part = partName(number);
    this.#parts.push({ name: part, ...face });
    return { part, at: 0, bytes: face.bytes };
  }

  pathOf(number: number): string {
    return `${this.#into}/${partName(number)}`;
  }

  /** All items of a folder are kept: a part that is long enough ends here, so that few folders are in two. */
  endFolder(): void {
    if (this.#end >= LARGE) this.#write();
  }

  /** Everything is written. */
  done(): readonly PartFace[] {
    this.#write();
    return this.#parts;
  }

  #write(): void {
    const number = this.#number;
    if (number === null) return;
    this.#number = null;
    const content = partBuffer.subarray(0, this.#end);
    const fd = this.#disk.openSync(this.pathOf(number), WRITE, 0o600);
    try {
      for (let done = 0; done < content.length; ) {
        done += this.#disk.writeSync(fd, content, done, content.length - done);
      }
    } finally {
      this.#disk.closeSync(fd);
    }
    this.#parts.push({ name: partName(number), bytes: content.length, sha256: hash("sha256", content) });
    this.#end = 0;
  }
}
