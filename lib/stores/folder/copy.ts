import type { BigIntStats } from "node:fs";
import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf, hashFile, openUnfollowed, readThrough } from "#lib/disk/read-through.ts";
import { listOf, type TextList } from "#lib/disk/text-list.ts";
import type { PartFace } from "#lib/domain/package.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { Absence, CopyAsk, Sight } from "#lib/ports/file-store.ts";
import { Memory, prover } from "./absence.ts";
import { sentenceOf } from "./compare.ts";
import { setFace, stagedMode } from "./face.ts";
import { Fences } from "./fences.ts";
import { nameBytes, type Place, within } from "./names.ts";
import { type Columns, columnsOf, type TaskOutcome } from "./outcomes.ts";
import { LARGE } from "./part-buffer.ts";
import { PartWriter, type Spot, WRITE } from "./part-writer.ts";
import { faceOf, isRecordOf, SightWriter, sizeOf } from "./sight.ts";

const TRIES = 3;
/** Where Linux names open descriptors; a system without it copies large files like small ones. */
const DESCRIPTORS = "/proc/self/fd";

/** The port's question as it travels to a thread. */
export type CopyQuestion = Omit<CopyAsk, "names" | "into"> & { readonly names: TextList };

export type CopyInput = {
  readonly base: string;
  readonly into: string;
  readonly asked: readonly CopyQuestion[];
  /** When so many bytes are copied the rest is left. */
  readonly room: number;
  /** Large files are copied too, not measured alone. */
  readonly takesLarge: boolean;
};

/** Outcomes of all items that were asked for, one folder after the other; what is owed of each folder. */
export type CopyOutput = {
  readonly columns: Columns;
  readonly owed: readonly (Sight | null)[];
  readonly parts: readonly PartFace[];
};

/** Copies items of folders out, in order, until there is no more room. */
export const copyOut: Task<CopyInput, CopyOutput> = {
  module: import.meta.url,
  name: "copyOut",
  run: ({ base, into, asked, room, takesLarge }, disk) => {
    const rootDevice = disk.lstatSync(base, { bigint: true }).dev;
    const fences = new Fences(disk, base);
    const writer = new PartWriter(disk, into);
    let left = room;
    const outcomes: TaskOutcome[] = [];
    const owed = asked.map((ask) => {
      const copier = new Copier({ disk, base, writer, takesLarge }, ask, rootDevice, fences.holds(ask.folder));
      for (const [item, name] of listOf(ask.names).entries()) {
        writer.makeRoom();
        const outcome = left <= 0 ? LEFT : copier.copy(name, ask.first + item);
        if (outcome.is === "file") left -= outcome.bytes;
        outcomes.push(outcome);
      }
      writer.endFolder();
      return copier.owed.isEmpty ? null : copier.owed.done();
    });
    return { columns: columnsOf(outcomes), owed, parts: writer.done() };
  },
};

const LEFT: TaskOutcome = { is: "left" };

type Setting = {
  readonly disk: Disk;
  readonly base: string;
  readonly writer: PartWriter;
  readonly takesLarge: boolean;
};

/** Copies items of one folder. */
class Copier {
  readonly #disk: Disk;
  readonly #base: string;
  readonly #writer: PartWriter;
  readonly #takesLarge: boolean;
  readonly #folder: string;
  readonly #memory: Memory;
  readonly #prove: (name: string) => Absence;
  readonly #isOwn: boolean;
  readonly owed: SightWriter;

  constructor({ disk, base, writer, takesLarge }: Setting, ask: CopyQuestion, rootDevice: bigint, isOwn: boolean) {
    this.#disk = disk;
    this.#base = base;
    this.#writer = writer;
    this.#takesLarge = takesLarge;
    this.#folder = ask.folder;
    this.#memory = new Memory(ask);
    this.#prove = prover(disk, base, ask.folder, this.#memory);
    this.#isOwn = isOwn;
    this.owed = new SightWriter(rootDevice, 0);
  }

  copy(name: string, number: number): TaskOutcome {
    const copied = this.#copyOne(name, number);
    if (copied !== null) return copied;
    const proof = this.#prove(name);
    if (proof.is === "absent") return { is: "absent", wasSeen: this.#memory.of(name) !== null };
    if (proof.is === "unproven") return { is: "unreadable", sentence: proof.sentence, path: proof.path };
    return this.#copyOne(name, number) ?? LEFT; // it came back this moment
  }

  /** Null when there is no regular file and no folder. A single item that cannot be read holds up no other. */
  #copyOne(name: string, number: number): TaskOutcome | null {
    if (!this.#isOwn) return null;
    const disk = this.#disk;
    const place = within(this.#base, this.#folder, name);
    let fd: number | null = null;
    try {
      fd = openUnfollowed(disk, place);
      return fd === null ? null : this.#copyOpen(fd, name, number);
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
   * Copies an open file and looks before and after whether it held still; after three restless tries the last copy stands and
   * says so (DESIGN 4).
   */
  #copyOpen(fd: number, name: string, number: number): TaskOutcome | null {
    const asSeen = this.#copyAsSeen(fd, name, number);
    if (asSeen !== null) return asSeen;
    let before = this.#disk.fstatSync(fd, { bigint: true });
    if (before.isDirectory()) return { is: "folder", mode: Number(before.mode) & 0o777 };
    if (!before.isFile()) return null;
    for (let attempt = 1; ; attempt++) {
      const keep = this.#copyOnce(fd, number, before);
      if (keep === null) return { is: "large", bytes: Math.max(LARGE, Number(before.size)) };
      const after = this.#disk.fstatSync(fd, { bigint: true });
      const heldStill =
        before.size === after.size && before.mtimeNs === after.mtimeNs && before.ctimeNs === after.ctimeNs;
      if (heldStill || attempt === TRIES) {
        const isAsSeen = this.#remember(name, after) && heldStill;
        return { is: "file", ...keep(), mode: Number(after.mode) & 0o777, mtimeNs: after.mtimeNs, isAsSeen };
      }
      before = after;
    }
  }

  /** The look was the stat before: a small file that is after the copy as it was then held still. Null for any other. */
  #copyAsSeen(fd: number, name: string, number: number): TaskOutcome | null {
    const known = this.#memory.of(name);
    if (known === null || known.mark.isFolder) return null;
    const expected = sizeOf(known.bytes, known.mark);
    if (expected >= LARGE) return null;
    try {
      const bytes = this.#writer.read(fd, expected);
      const isAsSeen = isRecordOf(known.view, known.mark, this.#disk.fstatSync(fd, { bigint: true }));
      if (bytes === null || !isAsSeen) return null;
      return { is: "file", ...this.#writer.keep(number, bytes), ...faceOf(known.view, known.mark), isAsSeen };
    } catch (thrown) {
      if (this.#disk.fstatSync(fd).isFile()) throw thrown;
      return null; // it is of another kind by now
    }
  }

  /** What keeps the copy; null when the file is large and large ones are not taken. */
  #copyOnce(fd: number, number: number, stat: BigIntStats): (() => Spot) | null {
    const bytes = stat.size < LARGE ? this.#writer.read(fd, Number(stat.size)) : null;
    if (bytes !== null) return () => this.#writer.keep(number, bytes);
    if (!this.#takesLarge) return null;
    const face = copyWhole(this.#disk, fd, this.#writer.pathOf(number), stat);
    return () => this.#writer.keepWhole(number, face);
  }

  /** True when a look saw it so. What no look has seen at all is owed from now on. */
  #remember(name: string, stat: BigIntStats): boolean {
    const known = this.#memory.of(name);
    if (known === null) this.owed.add(nameBytes(name), stat);
    return known !== null && isRecordOf(known.view, known.mark, stat);
  }
}

type Copied = { readonly sha256: string; readonly bytes: number };

function copyWhole(disk: Disk, from: number, target: string, stat: BigIntStats): Copied {
  return (disk.existsSync(DESCRIPTORS) ? copyBySystem : copyByPieces)(disk, from, target, stat);
}

function copyByPieces(disk: Disk, from: number, target: string, stat: BigIntStats): Copied {
  const to = disk.openSync(target, WRITE, 0o600);
  try {
    const copied = readThrough(disk, from, Number(stat.size), (piece) => {
      for (let done = 0; done < piece.length; ) done += disk.writeSync(to, piece, done, piece.length - done);
    });
    setFace(disk, to, stagedMode(Number(stat.mode)), stat.mtimeNs);
    return copied;
  } finally {
    disk.closeSync(to);
  }
}

/** By its open descriptor, so that it is the file that was looked at, whatever its name leads to now. */
function copyBySystem(disk: Disk, from: number, target: string, stat: BigIntStats): Copied {
  disk.copyFileSync(`${DESCRIPTORS}/${from}`, target);
  const hashed = hashFile(disk, target);
  if (hashed === null) throw new Error(`What was copied to ${target} is not there.`);
  setFace(disk, target, stagedMode(Number(stat.mode)), stat.mtimeNs);
  return hashed;
}
