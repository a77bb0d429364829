import type { BigIntStats } from "node:fs";
import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf, hashFile, openUnfollowed, readThrough } from "#lib/disk/read-through.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { CopyAsk, CopyOutcome, Sight } from "#lib/ports/file-store.ts";
import { Memory, prover } from "./absence.ts";
import { sentenceOf } from "./compare.ts";
import { setFace } from "./face.ts";
import { nameBytes, type Place, within } from "./names.ts";
import { isRecordOf, SightWriter } from "./sight.ts";

const TRIES = 3;
/** What a new file's mode loses. */
const UMASK = process.umask();
/** Up to here reading and writing is fastest; above, the system copies by itself (SPEED 2). */
export const LARGE = 1 << 20;

export type CopyInput = {
  readonly base: string;
  readonly asked: readonly CopyAsk[];
  /** When so many bytes are copied the rest is left. */
  readonly room: number;
  /** Files above it are measured and not copied. */
  readonly largest: number;
};

/** As the port's, and files that are too large to be copied without asking. */
export type TaskOutcome = CopyOutcome | { readonly is: "large"; readonly bytes: number };
export type CopiedFolder = { readonly outcomes: readonly TaskOutcome[]; readonly owed: Sight | null };

/** Copies items of folders out, in order, until there is no more room. */
export const copyOut: Task<CopyInput, readonly CopiedFolder[]> = {
  module: import.meta.url,
  name: "copyOut",
  run: ({ base, asked, room, largest }, disk) => {
    const rootDevice = disk.lstatSync(base, { bigint: true }).dev;
    const fences = new Fences(disk, base);
    let left = room;
    return asked.map((ask) => {
      const memory = new Memory(ask);
      const prove = prover(disk, base, ask.folder, memory);
      const owed = new SightWriter(rootDevice, ask.items.length);
      const outcomes = ask.items.map(({ name, target }): TaskOutcome => {
        if (left <= 0) return { is: "left" };
        const one = fences.holds(ask.folder)
          ? copyOne(
              disk,
              within(base, ask.folder, name),
              name,
              target,
              memory,
              owed,
              largest,
              joinPath(ask.folder, name),
            )
          : null;
        const outcome = one ?? absent(prove(name), memory.of(name) !== null, disk, within(base, ask.folder, name));
        if (outcome.is === "file") left -= outcome.bytes;
        return outcome;
      });
      return { outcomes, owed: owed.isEmpty ? null : owed.done() };
    });
  },
};

function absent(proof: ReturnType<ReturnType<typeof prover>>, wasSeen: boolean, disk: Disk, place: Place): TaskOutcome {
  switch (proof.is) {
    case "absent":
      return { is: "absent", wasSeen };
    case "unproven":
      return { is: "unreadable", sentence: proof.sentence, path: proof.path };
    case "there": {
      const stat = disk.lstatSync(place, { throwIfNoEntry: false });
      if (stat?.isDirectory()) return { is: "folder", mode: stat.mode & 0o777 };
      return { is: "left" }; // it came back this moment
    }
  }
}

/** Null when there is no regular file and no folder. A single item that cannot be read holds up no other. */
function copyOne(
  disk: Disk,
  place: Place,
  name: string,
  target: string,
  memory: Memory,
  owed: SightWriter,
  largest: number,
  path: string,
): TaskOutcome | null {
  let fd: number | null;
  try {
    fd = openUnfollowed(disk, place);
  } catch (thrown) {
    const stat = disk.lstatSync(place, { throwIfNoEntry: false });
    return stat?.isDirectory() ? { is: "folder", mode: stat.mode & 0o777 } : unreadable(thrown, path);
  }
  if (fd === null) return null;
  try {
    return copyOpen(disk, fd, name, target, memory, owed, largest);
  } catch (thrown) {
    return unreadable(thrown, path);
  } finally {
    disk.closeSync(fd);
  }
}

function unreadable(thrown: unknown, path: string): TaskOutcome {
  if (!["EACCES", "EPERM", "EIO"].includes(codeOf(thrown))) throw thrown;
  return { is: "unreadable", sentence: sentenceOf(thrown), path };
}

/**
 * Copies an open file, hashing what was copied, and looks before and after whether it held still; after three restless tries
 * the last copy stands and says so (DESIGN 4).
 */
function copyOpen(
  disk: Disk,
  fd: number,
  name: string,
  target: string,
  memory: Memory,
  owed: SightWriter,
  largest: number,
): TaskOutcome | null {
  let before = disk.fstatSync(fd, { bigint: true });
  if (before.isDirectory()) return { is: "folder", mode: Number(before.mode) & 0o777 };
  if (!before.isFile()) return null;
  if (before.size > BigInt(largest)) return { is: "large", bytes: Number(before.size) };
  for (let attempt = 1; ; attempt++) {
    const { sha256, bytes } = copyOnce(disk, fd, target, before);
    const after = disk.fstatSync(fd, { bigint: true });
    const heldStill =
      before.size === after.size && before.mtimeNs === after.mtimeNs && before.ctimeNs === after.ctimeNs;
    if (heldStill || attempt === TRIES) {
      const isAsSeen = remember(name, after, memory, owed, heldStill);
      return { is: "file", bytes, sha256, mode: Number(after.mode) & 0o777, mtimeNs: after.mtimeNs, isAsSeen };
    }
    before = after;
  }
}

/** What goes in a state that no look has seen stays pending; one that no look has seen at all is owed from now on. */
function remember(name: string, stat: BigIntStats, memory: Memory, owed: SightWriter, heldStill: boolean): boolean {
  const known = memory.of(name);
  if (known !== null) return heldStill && isRecordOf(known.bytes, known.mark, stat);
  owed.add(nameBytes(name), stat);
  return false;
}

function copyOnce(disk: Disk, from: number, target: string, stat: BigIntStats): { sha256: string; bytes: number } {
  if (stat.size > BigInt(LARGE)) return copyLarge(disk, from, target, stat);
  const mode = (Number(stat.mode) & 0o777) | 0o600; // readable until it is in its place
  const to = disk.openSync(target, "w", mode);
  try {
    const copied = readThrough(disk, from, Number(stat.size), (piece) => {
      for (let done = 0; done < piece.length; ) done += disk.writeSync(to, piece, done, piece.length - done);
    });
    setFace(disk, to, (mode & UMASK) === 0 ? null : mode, stat.mtimeNs);
    return copied;
  } finally {
    disk.closeSync(to);
  }
}

/** By its open descriptor, so that it is the file that was looked at, whatever its name leads to now. */
function copyLarge(disk: Disk, from: number, target: string, stat: BigIntStats): { sha256: string; bytes: number } {
  disk.copyFileSync(`/proc/self/fd/${from}`, target);
  const hashed = hashFile(disk, target);
  if (hashed === null) throw new Error(`What was copied to ${target} is not there.`);
  setFace(disk, target, (Number(stat.mode) & 0o777) | 0o600, stat.mtimeNs);
  return hashed;
}

/** Which folders are the data set's own: one that a link leads to is never followed. */
class Fences {
  readonly #disk: Disk;
  readonly #base: string;
  readonly #known = new Map<string, boolean>();

  constructor(disk: Disk, base: string) {
    this.#disk = disk;
    this.#base = base;
  }

  holds(folder: string): boolean {
    if (folder === "") return true;
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const slash = folder.lastIndexOf("/");
    let isOwn = this.holds(slash < 0 ? "" : folder.slice(0, slash));
    try {
      isOwn &&= this.#disk.lstatSync(within(this.#base, "", folder), { throwIfNoEntry: false })?.isDirectory() === true;
    } catch {
      isOwn = false; // what keeps it from being seen is found out by the proof
    }
    this.#known.set(folder, isOwn);
    return isOwn;
  }
}
