import type { FileList } from "#lib/domain/package.ts";
import type { CopyOutcome } from "#lib/ports/file-store.ts";

type CopiedFile = Extract<CopyOutcome, { is: "file" }>;

/** Files of one folder that follow each other in one part, as they grow. */
export class Columns {
  readonly #folder: string;
  readonly #part: string;
  readonly #at: number;
  readonly #names: string[] = [];
  readonly #bytes: number[] = [];
  readonly #modes: number[] = [];
  readonly #mtimes: bigint[] = [];
  #end: number;

  constructor(folder: string, { part, at }: CopiedFile) {
    this.#folder = folder;
    this.#part = part;
    this.#at = at;
    this.#end = at;
  }

  /** True when the next file belongs here. */
  goesOn(folder: string, { part, at }: CopiedFile): boolean {
    return folder === this.#folder && part === this.#part && at === this.#end;
  }

  add(name: string, { bytes, mode, mtimeNs }: CopiedFile): void {
    this.#names.push(name);
    this.#bytes.push(bytes);
    this.#modes.push(mode);
    this.#mtimes.push(mtimeNs);
    this.#end += bytes;
  }

  list(): FileList {
    return {
      folder: this.#folder,
      names: this.#names.join("/"),
      part: this.#part,
      at: this.#at,
      bytes: this.#bytes,
      modes: this.#modes,
      mtimesNs: this.#mtimes.join(" "),
    };
  }
}
