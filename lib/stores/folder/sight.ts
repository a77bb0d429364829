import type { BigIntStats } from "node:fs";
import type { ItemFace, SightItem } from "#lib/ports/file-store.ts";
import { nameText } from "./names.ts";

/*
 * A sight in bytes: the device of the data set's root, then a record an item, in the order of the names' bytes. Records of
 * fixed length before the name can be compared and copied without being read.
 *
 *   head    root device u64
 *   record  kind u8, length of the name u16, mode u16, device, size, mtime ns, ctime ns, inode (each 8 bytes), name
 *
 * Of a folder only kind, mode, device and inode are kept.
 */
const HEAD = 8;
const FIXED = 45;
const FILE = 1;
const FOLDER = 2;
const LONGEST_NAME = 1024;

/** One item in a sight's bytes: where its record begins and ends. */
export type Mark = { readonly start: number; readonly end: number; readonly isFolder: boolean };

/** Writes a sight, record by record. */
export class SightWriter {
  #bytes: Buffer;
  #view: DataView;
  #at = HEAD;

  constructor(rootDevice: bigint, items: number) {
    this.#bytes = Buffer.allocUnsafe(HEAD + items * (FIXED + 40) + LONGEST_NAME);
    this.#view = viewOf(this.#bytes);
    this.#view.setBigUint64(0, rootDevice, true);
  }

  /** `name` a character a byte. Returns where the record is. */
  add(name: string, stat: BigIntStats): Mark {
    this.#reserve(FIXED + LONGEST_NAME);
    const isFolder = stat.isDirectory();
    const start = this.#at;
    const view = this.#view;
    const length = this.#bytes.write(name, start + FIXED, "latin1");
    view.setUint8(start, isFolder ? FOLDER : FILE);
    view.setUint16(start + 1, length, true);
    view.setUint16(start + 3, Number(stat.mode) & 0o777, true);
    view.setBigUint64(start + 5, stat.dev, true);
    view.setBigInt64(start + 13, isFolder ? 0n : stat.size, true);
    view.setBigInt64(start + 21, isFolder ? 0n : stat.mtimeNs, true);
    view.setBigInt64(start + 29, isFolder ? 0n : stat.ctimeNs, true);
    view.setBigUint64(start + 37, stat.ino, true);
    this.#at = start + FIXED + length;
    return { start, end: this.#at, isFolder };
  }

  /** Takes a record over from another sight; what was on the root's device then is on the root's device now. */
  copy(from: Buffer, { start, end }: Mark): void {
    this.#reserve(end - start);
    from.copy(this.#bytes, this.#at, start, end);
    if (from.readBigUInt64LE(start + 5) === rootDeviceOf(from)) {
      this.#bytes.writeBigUInt64LE(rootDeviceOf(this.#bytes), this.#at + 5);
    }
    this.#at += end - start;
  }

  get isEmpty(): boolean {
    return this.#at === HEAD;
  }

  /** What is written so far; valid until the next `add`. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  /** The sight, in memory of its own. */
  done(): Uint8Array {
    return Uint8Array.from(this.written);
  }

  #reserve(length: number): void {
    if (this.#at + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + length));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

/** Numbers are read and written many times faster through it than by a buffer's own methods. */
export function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A sight's bytes as a reader takes them. */
export function sightBytes(sight: Uint8Array): Buffer {
  return Buffer.from(sight.buffer, sight.byteOffset, sight.byteLength);
}

export function rootDeviceOf(bytes: Buffer): bigint {
  return bytes.readBigUInt64LE(0);
}

/** Where each item's record is, by name, a character a byte. */
export function marksOf(bytes: Buffer): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  const view = viewOf(bytes);
  for (let start = HEAD; start < bytes.length; ) {
    const mark = markAt(bytes, view, start);
    marks.set(nameAt(bytes, mark), mark);
    start = mark.end;
  }
  return marks;
}

/** Where each item's record is, one after the other. */
export function* eachMark(bytes: Buffer): Generator<Mark> {
  const view = viewOf(bytes);
  for (let start = HEAD; start < bytes.length; ) {
    const mark = markAt(bytes, view, start);
    yield mark;
    start = mark.end;
  }
}

/** Where each item's name begins and ends. */
export function* eachName(bytes: Buffer): Generator<readonly [start: number, end: number]> {
  const view = viewOf(bytes);
  for (let start = HEAD; start < bytes.length; ) {
    const end = start + FIXED + view.getUint16(start + 1, true);
    yield [start + FIXED, end];
    start = end;
  }
}

function markAt(bytes: Buffer, view: DataView, start: number): Mark {
  return { start, end: start + FIXED + view.getUint16(start + 1, true), isFolder: bytes[start] === FOLDER };
}

/** Its name, a character a byte. */
export function nameAt(bytes: Buffer, { start, end }: Mark): string {
  return bytes.toString("latin1", start + FIXED, end);
}

/** Finds records by name. Who asks in the order of the records, as they mostly do, costs no map of all of them. */
export class SightReader {
  readonly bytes: Buffer;
  readonly view: DataView;
  #next = HEAD;
  #marks: Map<string, Mark> | null = null;

  constructor(sight: Uint8Array) {
    this.bytes = sightBytes(sight);
    this.view = viewOf(this.bytes);
  }

  /** `name` a character a byte. */
  of(name: string): Mark | undefined {
    const mark = this.#isNext(name) ?? this.#marksByName().get(name);
    if (mark) this.#next = mark.end;
    return mark;
  }

  #isNext(name: string): Mark | null {
    if (this.#next >= this.bytes.length) return null;
    const mark = markAt(this.bytes, this.view, this.#next);
    return nameAt(this.bytes, mark) === name ? mark : null;
  }

  #marksByName(): Map<string, Mark> {
    this.#marks ??= marksOf(this.bytes);
    return this.#marks;
  }
}

/** True when both records say the same. A folder may change its device and is the same: only its mode travels. */
export function isSameRecord(a: Buffer, one: Mark, b: Buffer, other: Mark): boolean {
  if (one.isFolder !== other.isFolder) return false;
  if (one.isFolder) return a.readUInt16LE(one.start + 3) === b.readUInt16LE(other.start + 3);
  return a.compare(b, other.start, other.end, one.start, one.end) === 0;
}

/** True when the record is of a file that is now as `stat` says. */
export function isRecordOf(view: DataView, { start, isFolder }: Mark, stat: BigIntStats): boolean {
  return (
    !isFolder &&
    view.getUint16(start + 3, true) === (Number(stat.mode) & 0o777) &&
    view.getBigUint64(start + 5, true) === stat.dev &&
    view.getBigInt64(start + 13, true) === stat.size &&
    view.getBigInt64(start + 21, true) === stat.mtimeNs &&
    view.getBigInt64(start + 29, true) === stat.ctimeNs &&
    view.getBigUint64(start + 37, true) === stat.ino
  );
}

export function ctimeOf(bytes: Buffer, { start }: Mark): bigint {
  return bytes.readBigInt64LE(start + 29);
}

export function sizeOf(bytes: Buffer, { start }: Mark): number {
  return Number(bytes.readBigInt64LE(start + 13));
}

export function faceOf(view: DataView, { start }: Mark): { mode: number; mtimeNs: bigint } {
  return { mode: view.getUint16(start + 3, true), mtimeNs: view.getBigInt64(start + 21, true) };
}

/** "root" for the root's own device, which may be numbered anew at any time; another device goes by its number. */
export function deviceText(device: bigint, rootDevice: bigint): string {
  return device === rootDevice ? "root" : String(device);
}

export function deviceOf(bytes: Buffer, { start }: Mark): string {
  return deviceText(bytes.readBigUInt64LE(start + 5), rootDeviceOf(bytes));
}

/** What a sight lists. */
export function readSight(sight: Uint8Array): SightItem[] {
  const bytes = sightBytes(sight);
  return [...marksOf(bytes)].map(([name, mark]) => ({
    name: nameText(name),
    isFolder: mark.isFolder,
    device: deviceOf(bytes, mark),
  }));
}

/** How many items a sight lists. */
export function countOf(sight: Uint8Array): number {
  const bytes = sightBytes(sight);
  const view = viewOf(bytes);
  let items = 0;
  for (let start = HEAD; start < bytes.length; start += FIXED + view.getUint16(start + 1, true)) items += 1;
  return items;
}

/** What a sight says of items of these names. */
export function facesOf(sight: Uint8Array, names: ReadonlySet<string>): ItemFace[] {
  const bytes = sightBytes(sight);
  const view = viewOf(bytes);
  return [...marksOf(bytes)].flatMap(([name, mark]) => {
    const text = nameText(name);
    if (!names.has(text)) return [];
    const { start, isFolder } = mark;
    const inode = view.getBigUint64(start + 37, true);
    const mtimeNs = view.getBigInt64(start + 21, true);
    const mode = view.getUint16(start + 3, true);
    return [{ name: text, isFolder, mode, device: deviceOf(bytes, mark), inode, bytes: sizeOf(bytes, mark), mtimeNs }];
  });
}
