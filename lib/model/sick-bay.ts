import * as fs from "node:fs";
import type { Disk, Hands } from "#lib/disk/crew.ts";

/** What ails a store for a while. */
export type Ailment = "slow" | "full" | "read-only";

/** `room`: so many writes a full store still takes, the last one in part. */
type Sick = { readonly is: Ailment; room: number };

/** What a call does to a store: a full one refuses what takes room, a read-only one whatever changes it. */
export type Effect = "reads" | "changes" | "takes-room";

/** So long a slow store takes for one call. */
const SLOW_MS = 150;

/** How the calls that folder plugs use address a store, by their first and second value, and what they do to it. */
const CALLS = {
  lstatSync: [0, "reads"],
  readdirSync: [0, "reads"],
  readFileSync: [0, "reads"],
  readSync: [0, "reads"],
  mkdirSync: [0, "takes-room"],
  writeFileSync: [0, "takes-room"],
  writeSync: [0, "takes-room"],
  copyFileSync: [1, "takes-room"],
  cpSync: [1, "takes-room"],
  linkSync: [1, "takes-room"],
  renameSync: [1, "changes"],
  rmSync: [0, "changes"],
  rmdirSync: [0, "changes"],
  chmodSync: [0, "changes"],
  utimesSync: [0, "changes"],
  fchmodSync: [0, "changes"],
  futimesSync: [0, "changes"],
} as const satisfies { readonly [name: string]: readonly [0 | 1, Effect] };

/** Stores that are slow, read-only or full, each as the engine meets it: in the calls of its disk and its databases. */
export class SickBay {
  readonly #sick = new Map<string, Sick>();
  readonly #travel: (ms: number) => void;
  readonly #opened = new Map<number, string>();
  readonly #disk: Disk;

  /** `travel` lets time go by. */
  constructor(travel: (ms: number) => void) {
    this.#travel = travel;
    this.#disk = this.#sickDisk();
  }

  /** A store is a folder, with all below it, or a database. */
  admit(store: string, is: Ailment, room: number): void {
    this.#sick.set(store, { is, room });
  }

  /** Every store that begins like this is well again. */
  discharge(prefix: string): void {
    for (const store of this.#sick.keys()) if (store.startsWith(prefix)) this.#sick.delete(store);
  }

  /** True when nobody can write there. */
  isRefusing(store: string): boolean {
    const is = this.#sick.get(store)?.is;
    return is === "full" || is === "read-only";
  }

  /** Does the work on files at once, on disks as sick as they are. */
  readonly hands: Hands = async (task, input) => task.run(input, this.#disk);

  /** A call reaches a folder of a store, or all of a folder's store. Throws what a file system throws. */
  touch(path: string, effect: Effect): void {
    const sick = this.#sickAt(path);
    if (sick === null) return;
    const code = this.#refusal(sick, effect);
    if (code !== null) throw refused(code, path);
  }

  /** The same for a database. Throws what SQLite throws. */
  touchDatabase(path: string, effect: Effect): void {
    const sick = this.#sick.get(path);
    const code = sick && this.#refusal(sick, effect);
    if (code === "ENOSPC") throw sqliteError("database or disk is full", 13);
    if (code === "EROFS") throw sqliteError("attempt to write a readonly database", 8);
  }

  #refusal(sick: Sick, effect: Effect): "ENOSPC" | "EROFS" | null {
    if (sick.is === "slow") this.#travel(SLOW_MS);
    if (sick.is === "read-only" && effect !== "reads") return "EROFS";
    if (sick.is !== "full" || effect !== "takes-room") return null;
    sick.room -= 1;
    return sick.room < 0 ? "ENOSPC" : null;
  }

  #sickAt(path: string): Sick | null {
    for (const [store, sick] of this.#sick) if (path === store || path.startsWith(`${store}/`)) return sick;
    return null;
  }

  #sickDisk(): Disk {
    const real: Readonly<Record<string, unknown>> = { ...fs };
    const disk: Record<string, unknown> = { ...real };
    for (const [name, [at, effect]] of Object.entries(CALLS)) {
      const call = real[name] as (...values: unknown[]) => unknown;
      disk[name] = (...values: unknown[]) => {
        this.touch(this.#pathOf(values[at]), effect);
        if (name === "renameSync") this.touch(this.#pathOf(values[0]), effect);
        return call(...values);
      };
    }
    disk.openSync = (path: fs.PathLike, flags?: fs.OpenMode, mode?: fs.Mode) => {
      this.touch(String(path), isToWrite(flags) ? "changes" : "reads");
      const fd = fs.openSync(path, flags ?? "r", mode);
      this.#opened.set(fd, String(path));
      return fd;
    };
    disk.writeSync = (
      fd: number,
      bytes: Uint8Array,
      offset = 0,
      length = bytes.length - offset,
      place?: number | null,
    ) => {
      const sick = this.#sickAt(this.#pathOf(fd));
      this.touch(this.#pathOf(fd), "takes-room");
      const isLast = sick?.is === "full" && sick.room === 0; // the last one in part
      return fs.writeSync(fd, bytes, offset, isLast ? Math.ceil(length / 2) : length, place);
    };
    return disk as Disk;
  }

  #pathOf(named: unknown): string {
    return typeof named === "number" ? (this.#opened.get(named) ?? "") : String(named);
  }
}

function isToWrite(flags: fs.OpenMode | undefined): boolean {
  if (typeof flags === "string") return flags !== "r";
  return ((flags ?? 0) & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;
}

function refused(code: "ENOSPC" | "EROFS", path: string): Error {
  const words = code === "ENOSPC" ? "no space left on device" : "read-only file system";
  return Object.assign(new Error(`${code}: ${words}, '${path}'`), { code, path });
}

function sqliteError(message: string, errcode: number): Error {
  return Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR", errcode, errstr: message });
}
