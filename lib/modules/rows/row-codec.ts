import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { RowImage } from "#lib/ports/user-store.ts";

const NEWLINE = 0x0a;

/** Images as one part: a line each, compressed with zstd level 1. JSON text holds no raw newline. */
export function packRows(images: readonly RowImage[]): Uint8Array {
  const lines = Buffer.alloc(images.reduce((sum, image) => sum + image.length + 1, 0));
  let at = 0;
  for (const image of images) {
    lines.set(image, at);
    at += image.length;
    lines[at++] = NEWLINE;
  }
  return zstdCompressSync(lines, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

/** The inverse. Throws when the bytes are no such part. */
export function unpackRows(part: Uint8Array): RowImage[] {
  const lines = zstdDecompressSync(part);
  const images: RowImage[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf(NEWLINE, at);
    if (end < 0) throw new Error("the last row is cut off");
    images.push(lines.subarray(at, end));
    at = end + 1;
  }
  return images;
}
