import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** Lines as one part, compressed with zstd level 1. */
export function packLines(lines: Uint8Array): Uint8Array {
  return zstdCompressSync(lines, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

/** The inverse. Throws when the bytes are no such part. */
export function unpackLines(part: Uint8Array): Uint8Array {
  return zstdDecompressSync(part);
}
