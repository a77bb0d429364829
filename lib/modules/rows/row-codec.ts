import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** Lines that become more than Node holds in one text are none that were packed here. */
const MOST_LINE_BYTES = 2 ** 29;

/** Lines as one part, compressed with zstd level 1. */
export function packLines(lines: Uint8Array): Uint8Array {
  return zstdCompressSync(lines, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

/** The inverse. Throws when the bytes are no such part, or would become more than `most` bytes. */
export function unpackLines(part: Uint8Array, most = MOST_LINE_BYTES): Uint8Array {
  return zstdDecompressSync(part, { maxOutputLength: most });
}
