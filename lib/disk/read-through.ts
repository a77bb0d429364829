import * as crypto from "node:crypto";
import { constants } from "node:fs";
import type { Disk } from "./crew.ts";

const PIECE = 1 << 20;

/** What a link, a folder or a vanished name answers to being opened as a regular file. */
const NO_FILE = ["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "EISDIR"];

/** The code of a system error; "" for anything else. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
}

/** Opens a file for reading, links not followed; null when there is nothing that opens so. The caller closes it. */
export function openUnfollowed(disk: Disk, path: string | Buffer): number | null {
  try {
    return disk.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (thrown) {
    if (NO_FILE.includes(codeOf(thrown))) return null;
    throw thrown;
  }
}

/** One buffer a thread: nothing is awaited while it is in use. */
const buffer = Buffer.allocUnsafeSlow(PIECE);

/** Reads an open file from its start to its end as it is by then; gives each piece to `each`, which keeps none of it. */
export function readThrough(
  disk: Disk,
  fd: number,
  expected: number,
  each: (piece: Buffer) => void = () => {},
): { sha256: string; bytes: number } {
  const first = disk.readSync(fd, buffer, 0, PIECE, 0);
  if (first < PIECE && first === expected) {
    const piece = buffer.subarray(0, first); // a short read of what fstat promised is all of it
    each(piece);
    return { sha256: crypto.hash("sha256", piece), bytes: first };
  }
  const hash = crypto.createHash("sha256");
  let bytes = 0;
  for (let read = first; read > 0; read = disk.readSync(fd, buffer, 0, PIECE, bytes)) {
    const piece = buffer.subarray(0, read);
    hash.update(piece);
    each(piece);
    bytes += read;
  }
  return { sha256: hash.digest("hex"), bytes };
}

/**
 * Size and sha256 of a regular file's content; null when there is none. One that is as long as `expected` is known to be
 * one by being read.
 */
export function hashFile(disk: Disk, path: string | Buffer, expected = 0): { sha256: string; bytes: number } | null {
  const fd = openUnfollowed(disk, path);
  if (fd === null) return null;
  try {
    if (expected > 0) return readThrough(disk, fd, expected);
    const stat = disk.fstatSync(fd);
    return stat.isFile() ? readThrough(disk, fd, stat.size) : null;
  } catch (thrown) {
    if (NO_FILE.includes(codeOf(thrown))) return null;
    throw thrown;
  } finally {
    disk.closeSync(fd);
  }
}
