import { type BigIntStats, constants } from "node:fs";
import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf, hashFile, openUnfollowed, readThrough } from "#lib/disk/read-through.ts";
import { listOf, type TextList } from "#lib/disk/text-list.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { Absence, CopyAsk, Sight } from "#lib/ports/file-store.ts";
import { Memory, prover } from "./absence.ts";
import { sentenceOf } from "./compare.ts";
import { setFace, stagedMode } from "./face.ts";
import { Fences } from "./fences.ts";
import { nameBytes, type Place, within } from "./names.ts";
import { type Columns, columnsOf, type TaskOutcome } from "./outcomes.ts";
import { faceOf, isRecordOf, SightWriter, sizeOf } from "./sight.ts";

const TRIES = 3;
const WRITE = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
/** What a new file's mode loses. */
const UMASK = process.umask();
/** Up to here reading and writing is fastest; above, the system copies by itself (SPEED 2). */
export const LARGE = 1 << 20;
/** Where Linux names open descriptors; a system without it copies large files like small ones. */
const DESCRIPTORS = "/proc/self/fd";

/** The port's question as it travels to a thread. */
export type CopyQuestion = Omit<CopyAsk, "names" | "targets"> & {
  readonly names: TextList;
  readonly targets: TextList;
};

export type CopyInput = {
  readonly base: string;
  readonly asked: readonly CopyQuestion[];
  /** When so many bytes are copied the rest is left. */
  readonly room: number;
  /** Files above it are measured and not copied. */
  readonly largest: number;
};

export type CopiedFolder = { readonly columns: Columns; readonly owed: Sight | null };

/** Copies items of folders out, in order, until there is no more room. */
export const copyOut: Task<CopyInput, readonly CopiedFolder[]> = {
  module: import.meta.url,
  name: "copyOut",
  run: ({ base, asked, room, largest }, disk) => {
    const rootDevice = disk.lstatSync(base, { bigint: true }).dev;
    const fences = new Fences(disk, base);
    let left = room;
    return asked.map((ask) => {
      const copier = new Copier(disk, base, ask, rootDevice, largest, fences.holds(ask.folder));
      const targets = listOf(ask.targets);
      const outcomes = listOf(ask.names).map((name, number) => {
        const outcome = left <= 0 ? LEFT : copier.copy(name, targets[number] ?? "");
        if (outcome.is === "file") left -= outcome.bytes;
        return outcome;
      });
      return { columns: columnsOf(outcomes), owed: copier.owed.isEmpty ? null : copier.owed.done() };
    });
  },
};

const LEFT: TaskOutcome = { is: "left" };

/** Copies items of one folder. */
class Copier {
  readonly #disk: Disk;
  readonly #base: string;
  readonly #folder: string;
  readonly #memory: Memory;
  readonly #prove: (name: string) => Absence;
  readonly #largest: number;
  readonly #isOwn: boolean;
  readonly owed: SightWriter;

  constructor(disk: Disk, base: string, ask: CopyQuestion, rootDevice: bigint, largest: number, isOwn: boolean) {
    this.#disk = disk;
    this.#base = base;
    this.#folder = ask.folder;
    this.#memory = new Memory(ask);
    this.#prove = prover(disk, base, ask.folder, this.#memory);
    this.#largest = largest;
    this.#isOwn = isOwn;
    this.owed = new SightWriter(rootDevice, 0);
  }

  copy(name: string, target: string): TaskOutcome {
    const copied = this.#copyOne(name, target);
    if (copied !== null) return copied;
    const proof = this.#prove(name);
    if (proof.is === "absent") return { is: "absent", wasSeen: this.#memory.of(name) !== null };
    if (proof.is === "unproven") return { is: "unreadable", sentence: proof.sentence, path: proof.path };
    return this.#copyOne(name, target) ?? LEFT; // it came back this moment
  }

  /** Null when there is no regular file and no folder. A single item that cannot be read holds up no other. */
  #copyOne(name: string, target: string): TaskOutcome | null {
    if (!this.#isOwn) return null;
    const disk = this.#disk;
    const place = within(this.#base, this.#folder, name);
    let fd: number | null = null;
    try {
      fd = openUnfollowed(disk, place);
      return fd === null ? null : this.#copyOpen(fd, name, target);
    } catch (thrown) {
      if (!["EACCES", "EPERM", "EIO"].includes(codeOf(thrown))) throw thrown;
      return (
        this.#folderAt(place) ?? { is: "unreadable", sentence: sentenceOf(thrown), path: joinPath(this.#folder, name) }
      );
    } finally {
      if (fd !== null) disk.closeSync(fd);
    }
  }

  /** Of a folder that cannot be opened the mode can be told all the same. */
  #folderAt(place: Place): TaskOutcome | null {
    try {
      const stat = this.#disk.lstatSync(place);
      return stat.isDirectory() ? { is: "folder", mode: stat.mode & 0o777 } : null;
    } catch {
      return null;
    }
  }

  /**
   * Copies an open file, hashing what was copied, and looks before and after whether it held still; after three restless
   * tries the last copy stands and says so (DESIGN 4).
   */
  #copyOpen(fd: number, name: string, target: string): TaskOutcome | null {
    const asSeen = this.#copyAsSeen(fd, name, target);
    if (asSeen !== null) return asSeen;
    let before = this.#disk.fstatSync(fd, { bigint: true });
    if (before.isDirectory()) return { is: "folder", mode: Number(before.mode) & 0o777 };
    if (!before.isFile()) return null;
    if (before.size > BigInt(this.#largest)) return { is: "large", bytes: Number(before.size) };
    for (let attempt = 1; ; attempt++) {
      const { sha256, bytes } = copyOnce(this.#disk, fd, target, before);
      const after = this.#disk.fstatSync(fd, { bigint: true });
      const heldStill =
        before.size === after.size && before.mtimeNs === after.mtimeNs && before.ctimeNs === after.ctimeNs;
      if (heldStill || attempt === TRIES) {
        const isAsSeen = this.#remember(name, after) && heldStill;
        return { is: "file", bytes, sha256, mode: Number(after.mode) & 0o777, mtimeNs: after.mtimeNs, isAsSeen };
      }
      before = after;
    }
  }

  /** The look was the stat before: a small file that is after the copy as it was then held still. Null for any other. */
  #copyAsSeen(fd: number, name: string, target: string): TaskOutcome | null {
    const known = this.#memory.of(name);
    if (known === null || known.mark.isFolder) return null;
    const expected = sizeOf(known.bytes, known.mark);
    if (expected >= LARGE || expected > this.#largest) return null;
    const { mode, mtimeNs } = faceOf(known.bytes, known.mark);
    try {
      const { sha256, bytes } = copySmall(this.#disk, fd, target, { mode, mtimeNs, expected });
      const isAsSeen = isRecordOf(known.bytes, known.mark, this.#disk.fstatSync(fd, { bigint: true }));
      return isAsSeen ? { is: "file", bytes, sha256, mode, mtimeNs, isAsSeen } : null;
    } catch (thrown) {
      if (this.#disk.fstatSync(fd).isFile()) throw thrown;
      this.#disk.rmSync(target, { force: true }); // it is of another kind by now
      return null;
    }
  }

  /** True when a look saw it so. What no look has seen at all is owed from now on. */
  #remember(name: string, stat: BigIntStats): boolean {
    const known = this.#memory.of(name);
    if (known === null) this.owed.add(nameBytes(name), stat);
    return known !== null && isRecordOf(known.bytes, known.mark, stat);
  }
}

function copyOnce(disk: Disk, from: number, target: string, stat: BigIntStats): { sha256: string; bytes: number } {
  if (stat.size > BigInt(LARGE) && disk.existsSync(DESCRIPTORS)) return copyLarge(disk, from, target, stat);
  return copySmall(disk, from, target, { mode: Number(stat.mode), mtimeNs: stat.mtimeNs, expected: Number(stat.size) });
}

function copySmall(
  disk: Disk,
  from: number,
  target: string,
  face: { readonly mode: number; readonly mtimeNs: bigint; readonly expected: number },
): { sha256: string; bytes: number } {
  const mode = stagedMode(face.mode);
  const to = disk.openSync(target, WRITE, mode);
  try {
    const copied = readThrough(disk, from, face.expected, (piece) => {
      for (let done = 0; done < piece.length; ) done += disk.writeSync(to, piece, done, piece.length - done);
    });
    setFace(disk, to, (mode & UMASK) === 0 ? null : mode, face.mtimeNs);
    return copied;
  } finally {
    disk.closeSync(to);
  }
}

/** By its open descriptor, where the system has names for those, so that it is the file that was looked at, whatever its name leads to now. */
function copyLarge(disk: Disk, from: number, target: string, stat: BigIntStats): { sha256: string; bytes: number } {
  disk.copyFileSync(`${DESCRIPTORS}/${from}`, target);
  const hashed = hashFile(disk, target);
  if (hashed === null) throw new Error(`What was copied to ${target} is not there.`);
  setFace(disk, target, stagedMode(Number(stat.mode)), stat.mtimeNs);
  return hashed;
}
