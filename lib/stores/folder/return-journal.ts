import { createHash } from "node:crypto";
import type { Disk, Task } from "#lib/disk/crew.ts";

/**
 * What a package that comes back has put in its place so far: names in a folder of its own, kept until all of it is counted.
 * After a crash they tell what was placed by the try before from what was there already.
 */
export class ReturnJournal {
  readonly #disk: Disk;
  readonly #folder: string;

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
    disk.mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Where the item's own entry is, and, of a small file, its content. */
  placeOf(path: string): string {
    return `${this.#folder}/${createHash("sha256").update(path).digest("hex").slice(0, 40)}`;
  }

  has(path: string): boolean {
    return this.#disk.existsSync(this.placeOf(path));
  }

  note(path: string): void {
    this.#disk.writeFileSync(this.placeOf(path), "", { mode: 0o600 });
  }

  drop(path: string): void {
    this.#disk.rmSync(this.placeOf(path), { force: true });
  }
}

/** All of it is counted. */
export const dropJournal: Task<{ readonly journal: string }, null> = {
  module: import.meta.url,
  name: "dropJournal",
  isUrgent: true,
  run: ({ journal }, disk) => {
    disk.rmSync(journal, { recursive: true, force: true });
    return null;
  },
};
