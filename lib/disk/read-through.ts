import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";

const PIECE = 1 << 20;
/** Synchronous calls are fastest for small files (SPEED 2); a large one lets the process breathe after so many pieces. */
const PIECES_A_TURN = 8;

/** What a link, a folder or a vanished name answers to being opened as a regular file. */
const NO_FILE = ["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "EISDIR"];

/** Opens a file for reading, links not followed; null when there is no regular file of that name. The caller closes it. */
export function openRegular(path: string | Buffer): number | null {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && NO_FILE.includes(String(thrown.code))) return null;
    throw thrown;
  }
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  return null;
}

/** Reads an open file from its start to its end as it is by then; gives each piece to `each` and resolves with the sha256 in hex. */
export async function readThrough(fd: number, each: (piece: Buffer) => void = () => {}): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(Math.min(PIECE, fstatSync(fd).size + 1));
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

/** sha256 of a regular file's content in hex; null when there is none. */
export async function hashOf(path: string | Buffer): Promise<string | null> {
  const fd = openRegular(path);
  if (fd === null) return null;
  try {
    return await readThrough(fd);
  } finally {
    closeSync(fd);
  }
}
