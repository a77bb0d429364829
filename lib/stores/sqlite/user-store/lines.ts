import { ownMemory } from "#lib/domain/own-memory.ts";
import type { RowLot } from "#lib/ports/user-store.ts";

const NEWLINE = 0x0a;

/** Grows to the largest lot: a buffer a lot would be garbage faster than it is swept. */
let scratch = Buffer.alloc(0);

/**
 * Lines as one JSON array, and how many there are; it is good until the next call. Null when the last line is cut off.
 * JSON text holds no raw newline.
 */
export function asJsonArray(lines: Uint8Array): { readonly json: Uint8Array; readonly rows: number } | null {
  if (lines.length === 0 || lines.at(-1) !== NEWLINE) return null;
  if (scratch.length <= lines.length) scratch = Buffer.allocUnsafeSlow(lines.length + 1);
  const json = scratch.subarray(0, lines.length + 1);
  json[0] = 0x5b; // [
  json.set(lines, 1);
  let rows = 0;
  for (let at = json.indexOf(NEWLINE, 1); at >= 0; at = json.indexOf(NEWLINE, at + 1)) {
    json[at] = 0x2c; // ,
    rows += 1;
  }
  json[lines.length] = 0x5d; // ]
  return { json, rows };
}

export function* eachLine(lines: Uint8Array): IterableIterator<Uint8Array> {
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf(NEWLINE, at);
    yield lines.subarray(at, end);
    at = end + 1;
  }
}

/** The memory of lots that goes with them to another thread and is gone here, instead of being there twice. */
export function memoryOf(lots: readonly Pick<RowLot, "lines">[]): ArrayBuffer[] {
  return lots.flatMap(({ lines }) => ownMemory(lines) ?? []);
}
