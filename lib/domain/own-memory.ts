/** The memory of bytes that have it for themselves; null of a piece of something larger, which others may still read. */
export function ownMemory({ buffer, byteLength }: Uint8Array): ArrayBuffer | null {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? buffer : null;
}

/** Gives the memory of bytes back at once: garbage is swept late. Only for who owns them alone, and reads them no more. */
export function release(bytes: Uint8Array): void {
  ownMemory(bytes)?.transfer(0);
}
