import type { BigIntStats } from "node:fs";
import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf, openUnfollowed, readThrough } from "#lib/disk/read-through.ts";
import { listOf, type TextList, textList } from "#lib/disk/text-list.ts";
import { isRead, type Reading } from "#lib/domain/compare.ts";
import { signatureText, UNREAD } from "#lib/domain/file-signature.ts";
import { folderOf, joinPath, MARKER_NAME } from "#lib/domain/path-text.ts";
import { sentenceOf } from "./compare.ts";
import { Fences } from "./fences.ts";
import { nameBytes, nameOf, nameText, placeOf, within } from "./names.ts";

/** A folder that is being gone through: its names, a character a byte, NUL between them, and where the next begins. */
export type Frame = { readonly folder: string; readonly names: string; readonly at: number };

/** Where an inventory begins that is of one item, and of what is below it, alone. */
export function stackAt(path: string): readonly Frame[] {
  return [{ folder: folderOf(path), names: nameBytes(nameOf(path)), at: 0 }];
}

export type InventoryInput = {
  readonly base: string;
  /** Where the last job ended, the deepest folder last; null at the beginning. */
  readonly stack: readonly Frame[] | null;
  readonly names: number;
  /** When so many bytes were read the job ends. */
  readonly bytes: number;
  /** How much of each file is read; absent for all of it. */
  readonly reading?: Reading;
};

export type InventoryOutput = {
  readonly paths: TextList;
  readonly signatures: TextList;
  readonly stack: readonly Frame[];
  readonly failed: { readonly sentence: string; readonly path: string } | null;
};

/**
 * Signs the next items of a data set: a folder before its content, what is in a folder in the order of the names' bytes. Links
 * and devices are left out, and so is the marker. It ends where something cannot be read: what is not told would look like loss.
 */
export const takeInventory: Task<InventoryInput, InventoryOutput> = {
  module: import.meta.url,
  name: "takeInventory",
  run: (input, disk) => new Signer(input, disk).run(),
};

type Open = { readonly folder: string; readonly names: string; at: number };

const TRIES = 3;

class Signer {
  readonly #input: InventoryInput;
  readonly #disk: Disk;
  readonly #stack: Open[];
  readonly #paths: string[] = [];
  readonly #signatures: string[] = [];
  #read = 0;
  #at = "";

  constructor(input: InventoryInput, disk: Disk) {
    this.#input = input;
    this.#disk = disk;
    this.#stack = (input.stack ?? []).map((one) => ({ ...one }));
  }

  run(): InventoryOutput {
    let failed: InventoryOutput["failed"] = null;
    try {
      if (this.#input.stack === null) this.#enter("");
      for (let names = 0; names < this.#input.names && this.#read < this.#input.bytes; names++) {
        if (!this.#next()) break;
      }
    } catch (thrown) {
      failed = { sentence: sentenceOf(thrown), path: this.#at };
    }
    const paths = textList(this.#paths);
    return { paths, signatures: textList(this.#signatures), stack: this.#stack, failed };
  }

  pick(paths: readonly string[]): InventoryOutput {
    let failed: InventoryOutput["failed"] = null;
    const fences = new Fences(this.#disk, this.#input.base);
    try {
      for (const path of paths) {
        this.#at = path;
        if (this.#look(folderOf(path), nameOf(path)) === undefined) continue; // what cannot be looked at is no absence
        if (fences.holds(folderOf(path))) this.#sign(folderOf(path), nameOf(path), false);
      }
    } catch (thrown) {
      failed = { sentence: sentenceOf(thrown), path: this.#at };
    }
    return { paths: textList(this.#paths), signatures: textList(this.#signatures), stack: [], failed };
  }

  /** False when all is told. */
  #next(): boolean {
    const open = this.#stack.at(-1);
    if (!open) return false;
    if (open.at >= open.names.length) {
      this.#stack.pop();
      return true;
    }
    const end = open.names.indexOf("\0", open.at);
    const name = open.names.slice(open.at, end < 0 ? undefined : end);
    open.at = end < 0 ? open.names.length : end + 1;
    this.#sign(open.folder, nameText(name));
    return true;
  }

  #sign(folder: string, name: string, isEntered = true): void {
    const path = joinPath(folder, name);
    this.#at = path;
    const stat = this.#look(folder, name);
    if (stat?.isDirectory()) {
      this.#tell(path, signatureText({ is: "folder", mode: Number(stat.mode) }));
      if (isEntered) this.#enter(path);
    } else if (stat?.isFile()) {
      const signature = this.#signFile(path);
      if (signature !== null) this.#tell(path, signature);
    }
  }

  #look(folder: string, name: string): BigIntStats | undefined {
    try {
      return this.#disk.lstatSync(within(this.#input.base, folder, name), { bigint: true, throwIfNoEntry: false });
    } catch (thrown) {
      if (codeOf(thrown) === "ENOTDIR") return undefined;
      throw thrown;
    }
  }

  #tell(path: string, signature: string): void {
    this.#paths.push(path);
    this.#signatures.push(signature);
  }

  /** A folder that left since it was seen holds nothing; the data set's own is there, or all of this is void. */
  #enter(folder: string): void {
    this.#at = folder;
    try {
      const listed = this.#disk.readdirSync(placeOf(this.#input.base, folder), { encoding: "latin1" }).sort();
      const names = folder === "" ? listed.filter((name) => name !== MARKER_NAME) : listed;
      this.#stack.push({ folder, names: names.join("\0"), at: 0 });
    } catch (thrown) {
      if (folder === "" || !["ENOENT", "ENOTDIR"].includes(codeOf(thrown))) throw thrown;
    }
  }

  /** Null when it is no regular file any more. What never holds still is told as it was read. */
  #signFile(path: string): string | null {
    const { reading } = this.#input;
    const fd = openUnfollowed(this.#disk, placeOf(this.#input.base, path));
    if (fd === null) return null;
    try {
      if (reading && !isRead(reading, path)) return unread(this.#disk.fstatSync(fd, { bigint: true }));
      let before = this.#disk.fstatSync(fd, { bigint: true });
      for (let attempt = 1; before.isFile(); attempt++) {
        const { sha256, bytes } = readThrough(this.#disk, fd, Number(before.size));
        this.#read += bytes;
        const after = this.#disk.fstatSync(fd, { bigint: true });
        if (attempt === TRIES || heldStill(before, after)) {
          return signatureText({ is: "file", bytes, mtimeNs: after.mtimeNs, mode: Number(after.mode), sha256 });
        }
        before = after;
      }
      return null;
    } finally {
      this.#disk.closeSync(fd);
    }
  }
}

function unread(stat: BigIntStats): string | null {
  if (!stat.isFile()) return null;
  const face = { bytes: Number(stat.size), mtimeNs: stat.mtimeNs, mode: Number(stat.mode) };
  return signatureText({ is: "file", ...face, sha256: UNREAD });
}

/** Signs these paths alone, without what is below them. */
export const pickItems: Task<{ readonly base: string; readonly paths: TextList }, InventoryOutput> = {
  module: import.meta.url,
  name: "pickItems",
  run: ({ base, paths }, disk) => new Signer({ base, stack: [], names: 0, bytes: 0 }, disk).pick(listOf(paths)),
};

function heldStill(before: BigIntStats, after: BigIntStats): boolean {
  return before.size === after.size && before.mtimeNs === after.mtimeNs && before.ctimeNs === after.ctimeNs;
}
