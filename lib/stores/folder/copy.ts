import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import type { CopiedFile, FileStamp } from "#lib/ports/file-store.ts";

const PIECE = 1 << 20;
/** Synchronous calls are fastest for small files (SPEED 2); a large one lets the process breathe after so many pieces. */
const PIECES_A_TURN = 8;
const TRIES = 3;

/** What a link, a folder or a vanished name answers to being opened as a regular file. */
const NO_FILE = ["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "EISDIR"];

type BigStat = {
  readonly size: bigint;
  readonly mode: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly ino: bigint;
  readonly dev: bigint;
};

/** A stat as the port speaks of it. */
export function stampOf(stat: BigStat): FileStamp {
  return {
    bytes: Number(stat.size),
    mode: Number(stat.mode) & 0o777,
    mtimeNs: stat.mtimeNs,
    ctimeNs: stat.ctimeNs,
    inode: stat.ino,
    device: stat.dev,
  };
}

/**
 * Copies a regular file to `target`, hashing what was copied, and looks before and after whether it held still; after
 * three restless tries the last copy stands and says so (DESIGN 4). Null when there is no regular file; links are not
 * followed.
 */
export async function copyHashed(source: Buffer, target: string): Promise<CopiedFile | null> {
  const fd = openRegular(source);
  if (fd === null) return null;
  try {
    for (let attempt = 1; ; attempt++) {
      const before = fstatSync(fd, { bigint: true });
      if (!before.isFile()) return null;
      const sha256 = await copyOnce(fd, target);
      const after = fstatSync(fd, { bigint: true });
      const heldStill =
        before.size === after.size && before.mtimeNs === after.mtimeNs && before.ctimeNs === after.ctimeNs;
      if (heldStill || attempt === TRIES) return { sha256, heldStill, stamp: stampOf(after) };
    }
  } finally {
    closeSync(fd);
  }
}

/** sha256 of a regular file's content in hex; null when there is none. */
export async function hashOf(path: string | Buffer): Promise<string | null> {
  const fd = openRegular(path);
  if (fd === null) return null;
  try {
    return await readThrough(fd, () => {});
  } finally {
    closeSync(fd);
  }
}

function openRegular(path: string | Buffer): number | null {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && NO_FILE.includes(String(thrown.code))) return null;
    throw thrown;
  }
}

async function copyOnce(from: number, target: string): Promise<string> {
  const to = openSync(target, "w", 0o600);
  try {
    return await readThrough(from, (piece) => {
      for (let done = 0; done < piece.length; ) done += writeSync(to, piece, done, piece.length - done);
    });
  } finally {
    closeSync(to);
  }
}

async function readThrough(fd: number, each: (piece: Buffer) => void): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(Math.min(PIECE, Number(fstatSync(fd).size) + 1));
  for (let at = 0, pieces = 1; ; pieces++) {
    const read = readSync(fd, buffer, 0, buffer.length, at);
    if (read === 0) return hash.digest("hex");
    const piece = buffer.subarray(0, read);
    hash.update(piece);
    each(piece);
    at += read;
    if (pieces % PIECES_A_TURN === 0) await turn();
  }
}
