import { hash } from "node:crypto";
import type { Disk } from "#lib/disk/crew.ts";
import { openUnfollowed } from "#lib/disk/read-through.ts";
import type { StagedPart } from "#lib/ports/file-store.ts";

/** From here on a file is a part of its own, which the system copies by itself; smaller ones share parts (SPEED 2). */
export const LARGE = 1 << 20;

/** One a thread: nothing is awaited while a part is in it. A part ends at the first folder's end after LARGE, or when it is full. */
export const partBuffer = Buffer.allocUnsafeSlow(3 * LARGE);

/** A part's content, until the next is read; null when it is not there, or not what it has to be. */
export function readPart(disk: Disk, { staged, bytes, sha256 }: StagedPart): Buffer | null {
  if (bytes > partBuffer.length) return null; // nobody makes such a part of small files
  const fd = openUnfollowed(disk, staged);
  if (fd === null) return null;
  try {
    if (disk.fstatSync(fd).size !== bytes) return null;
    const content = partBuffer.subarray(0, readAll(disk, fd, bytes));
    return hash("sha256", content) === sha256 ? content : null;
  } finally {
    disk.closeSync(fd);
  }
}

function readAll(disk: Disk, fd: number, bytes: number): number {
  let done = 0;
  for (let read = 1; read > 0 && done < bytes; done += read) {
    read = disk.readSync(fd, partBuffer, done, bytes - done, done);
  }
  return done;
}
