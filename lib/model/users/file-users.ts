import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";

/** What people do to the content of their pool; `name` and `to` choose among a few names. */
export type FileAct = {
  readonly act:
    | "write"
    | "append"
    | "rewrite-quietly"
    | "save-by-rename"
    | "make-folder"
    | "delete"
    | "rename"
    | "swap-kind"
    | "change-mode"
    | "touch"
    | "link"
    | "crowd"
    | "rename-crowd"
    | "wipe-crowd";
  readonly name: number;
  readonly to: number;
  readonly value: number;
};

/** Each character is a byte. */
export const NAMES: readonly string[] = [
  "a.txt",
  "A.TXT",
  "d",
  "d/b",
  "d/e",
  "d/e/c",
  "f",
  "f/new\nline \"quoted\" 'x'",
  "f/\xff\xfe",
  `f/${"n".repeat(255)}`,
  "a.txt.part",
  "d/%2F%00",
];

/** More than the guard lets go by itself. */
export const CROWD = 26;
const CROWDS = ["crowd", "another crowd"];

/** What people do while content has no marker: a folder that lacks things is filled, and nobody takes away from it. */
const BUILDS: ReadonlySet<FileAct["act"]> = new Set(["write", "append", "rewrite-quietly", "make-folder", "touch"]);

/** What a program writes before it renames it to where it belongs. */
const ASIDE = 10;

/** People at the content of one pool. What the file system refuses is refused. */
export class FileUsers {
  readonly #root: string;
  #turn = 0;

  constructor(dataFolder: string, pool: string) {
    this.#root = `${dataFolder}/pools/${pool}/files/DataConf/${pool}`;
  }

  writeAll(acts: readonly FileAct[]): void {
    for (const act of acts) this.#write(act);
  }

  #write(act: FileAct): void {
    if (!existsSync(`${this.#root}/.pairkeeper-store`) && !BUILDS.has(act.act)) return;
    this.#turn += 1;
    try {
      this.#do(act);
    } catch (thrown) {
      const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
      if (!["ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "ENOTEMPTY", "EINVAL", "EACCES", "EPERM"].includes(code))
        throw thrown;
    }
  }

  #do({ act, name, to, value }: FileAct): void {
    const crowd = `${this.#root}/${CROWDS[value % 2]}`;
    const path = this.#pathOf(name);
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there?.isSymbolicLink())
      rmSync(path); // nobody writes through a link
    else if (act === "write") this.#save(path, value);
    else if (act === "append" && there?.isFile()) this.#save(path, value, "a");
    else if (act === "rewrite-quietly" && there?.isFile()) this.#rewriteQuietly(path);
    else if (act === "save-by-rename") {
      this.#save(this.#pathOf(ASIDE), value);
      renameSync(this.#pathOf(ASIDE), path);
    } else if (act === "make-folder") mkdirSync(path, [0o755, 0o700, 0o555][value % 3]);
    else if (act === "delete") rmSync(path, { recursive: true });
    else if (act === "rename") renameSync(path, this.#pathOf(to));
    else if (act === "swap-kind" && there) {
      rmSync(path, { recursive: true });
      if (there.isFile()) mkdirSync(path);
      else this.#save(path, value);
    } else if (act === "change-mode" && there) chmodSync(path, (there.isFile() ? 0o600 : 0o700) + value);
    else if (act === "touch" && there?.isFile()) this.#stamp(path);
    else if (act === "link") symlinkSync("/no/such/place", path);
    else if (act === "crowd") this.#makeCrowd(crowd);
    else if (act === "rename-crowd") renameSync(crowd, `${this.#root}/${CROWDS[(value + 1) % 2]}`);
    else if (act === "wipe-crowd") rmSync(crowd, { recursive: true });
  }

  /** Many files in a folder of their own, to be moved along with it or to be gone at once. */
  #makeCrowd(folder: string): void {
    mkdirSync(folder);
    for (let file = 0; file < CROWD; file++) {
      this.#turn += 1; // no two of the same content, or they would pass for each other
      this.#save(Buffer.from(`${folder}/${file}`), 1 + (file % 3));
    }
  }

  #save(path: Buffer, value: number, flag = "w"): void {
    const words = value === 0 ? "" : `${this.#root.slice(-24)} ${this.#turn} ${"x".repeat(value * 50)}`;
    writeFileSync(path, words, { flag });
    this.#stamp(path);
  }

  /** As many bytes and the same time, as a program does that restores the time: only ctime tells. */
  #rewriteQuietly(path: Buffer): void {
    const { size, mtime, atime, ctimeMs } = lstatSync(path);
    do {
      writeFileSync(path, Buffer.alloc(size, `${this.#turn} `));
      utimesSync(path, atime, mtime);
    } while (lstatSync(path).ctimeMs === ctimeMs); // the kernel's clock ticks in milliseconds, histories are faster
  }

  /** Each in its own millisecond: whole ones, so that every file system and language holds them exactly. */
  #stamp(path: Buffer): void {
    const time = new Date(Date.UTC(2026, 0, 1) + this.#turn);
    utimesSync(path, time, time);
  }

  #pathOf(name: number): Buffer {
    return Buffer.concat([Buffer.from(`${this.#root}/`), Buffer.from(NAMES[name % NAMES.length] ?? "a.txt", "latin1")]);
  }
}
