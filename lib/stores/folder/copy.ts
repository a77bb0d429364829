import { closeSync, fstatSync, openSync, writeSync } from "node:fs";
import { openRegular, readThrough } from "#lib/disk/read-through.ts";
import type { CopiedFile, FileStamp } from "#lib/ports/file-store.ts";

const TRIES = 3;

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
      const { sha256, bytes } = await copyOnce(fd, target);
      const after = fstatSync(fd, { bigint: true });
      const heldStill =
        before.size === after.size && before.mtimeNs === after.mtimeNs && before.ctimeNs === after.ctimeNs;
      if (heldStill || attempt === TRIES) return { sha256, bytes, heldStill, stamp: stampOf(after) };
    }
  } finally {
    closeSync(fd);
  }
}

async function copyOnce(from: number, target: string): Promise<{ sha256: string; bytes: number }> {
  const to = openSync(target, "w", 0o600);
  let bytes = 0;
  try {
    const sha256 = await readThrough(from, (piece) => {
      for (let done = 0; done < piece.length; ) done += writeSync(to, piece, done, piece.length - done);
      bytes += piece.length;
    });
    return { sha256, bytes };
  } finally {
    closeSync(to);
  }
}
