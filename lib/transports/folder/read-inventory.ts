import { createHash } from "node:crypto";
import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { codeOf } from "#lib/disk/read-through.ts";
import type { ToldRange } from "#lib/domain/compare.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { InventoryFace, InventoryPages } from "#lib/domain/inventory.ts";
import {
  MOST_LINE_BYTES,
  MOST_TRAILER_BYTES,
  readDigest,
  readHeader,
  readRange,
  readTrailer,
} from "./inventory-form.ts";

const PIECE = 1 << 20;
const NEWLINE = 0x0a;
const MOST_HEADER_BYTES = 4096;

/**
 * The inventory of exactly that face; null when there is none, or one of another. It is read through to its last byte and
 * found whole before anyone gets to see a range of it, and streamed from then on.
 */
export function readInventory(path: string, face: InventoryFace): Promise<InventoryPages | null> {
  return read(path, face, { parse: readRange, count: (page) => page.length });
}

/** The same of ranges with their digests, for a compare. */
export function readRanges(path: string, face: InventoryFace): Promise<AsyncIterable<ToldRange> | null> {
  const unreadable = () => damaged("holds a range that cannot be read", path);
  return read(path, face, { parse: (line) => readDigest(line, unreadable), count: (range) => range.count });
}

/** What a line stands for; null when it is none. */
type Form<T> = { readonly parse: (line: string) => T | null; readonly count: (one: T) => number };

async function read<T>(path: string, face: InventoryFace, form: Form<T>): Promise<AsyncIterable<T> | null> {
  const file = await openFile(path);
  if (file === null) return null;
  try {
    const found = readHeader(await headerOf(file, path));
    if (found === null) throw damaged("says not whose it is", path);
    if (!isSameFace(found, face)) return null;
    const seen = await file.stat({ bigint: true });
    const whole = await verify(file, Number(seen.size), path);
    return { [Symbol.asyncIterator]: () => pagesOf(path, seen, whole, form) };
  } finally {
    await file.close();
  }
}

function isSameFace(one: InventoryFace, other: InventoryFace): boolean {
  const isAsked = one.requestId === other.requestId && one.asking === other.asking;
  return isAsked && one.dataSet === other.dataSet && one.storeStamp === other.storeStamp;
}

async function openFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return null;
    if (codeOf(thrown) === "ELOOP") throw damaged("is a link", path);
    throw thrown;
  }
}

async function headerOf(file: FileHandle, path: string): Promise<string> {
  if (!(await file.stat()).isFile()) throw damaged("is no file", path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_HEADER_BYTES), 0, MOST_HEADER_BYTES, 0);
  const end = buffer.subarray(0, bytesRead).indexOf(NEWLINE);
  if (end < 0) throw damaged("ends before it begins", path);
  return buffer.toString("utf8", 0, end);
}

/** Where the last line of a whole inventory begins, and how many items it counts. */
type Whole = { readonly end: number; readonly items: number };

/** Faults unless the last line is there and all before it is what it says. */
async function verify(file: FileHandle, size: number, path: string): Promise<Whole> {
  const at = Math.max(0, size - MOST_TRAILER_BYTES);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_TRAILER_BYTES), 0, size - at, at);
  const tail = buffer.subarray(0, bytesRead);
  const start = tail.subarray(0, -1).lastIndexOf(NEWLINE) + 1;
  const trailer = tail.at(-1) === NEWLINE && start > 0 ? readTrailer(tail.toString("utf8", start)) : null;
  if (trailer === null) throw damaged("is not whole", path);
  const hash = createHash("sha256");
  let lines = 0;
  for await (const piece of piecesOf(file, at + start)) {
    hash.update(piece);
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, end + 1)) lines += 1;
  }
  if (hash.digest("hex") !== trailer.sha256) throw damaged("does not match its checksum", path);
  if (lines !== trailer.ranges + 1) throw damaged("holds more or fewer ranges than it counts", path);
  return { end: at + start, items: trailer.items };
}

/** The ranges of the file that was found whole; another at its place is not read. */
async function* pagesOf<T>(
  path: string,
  seen: BigIntStats,
  { end, items }: Whole,
  form: Form<T>,
): AsyncGenerator<T, void, undefined> {
  const file = await openFile(path);
  if (file === null) throw damaged("was taken away while it was read", path);
  try {
    const now = await file.stat({ bigint: true });
    const isSame = (["dev", "ino", "size", "mtimeNs", "ctimeNs"] as const).every((one) => now[one] === seen[one]);
    if (!isSame) throw damaged("was replaced while it was read", path);
    let isHeader = true;
    let left = items;
    for await (const line of linesOf(file, end, path)) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      const page = form.parse(line);
      if (page === null) throw damaged("holds a range that cannot be read", path);
      left -= form.count(page);
      yield page;
    }
    if (left !== 0) throw damaged("holds more or fewer items than it counts", path);
  } finally {
    await file.close();
  }
}

async function* linesOf(file: FileHandle, size: number, path: string): AsyncGenerator<string, void, undefined> {
  let begun: Buffer[] = [];
  let length = 0;
  for await (const piece of piecesOf(file, size)) {
    let at = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, at)) {
      yield Buffer.concat([...begun, piece.subarray(at, end)]).toString("utf8");
      begun = [];
      length = 0;
      at = end + 1;
    }
    begun.push(Buffer.from(piece.subarray(at)));
    length += piece.length - at;
    if (length > MOST_LINE_BYTES) throw damaged("holds a line without end", path);
  }
}

/** The first `size` bytes, each piece good until the next is asked for. */
async function* piecesOf(file: FileHandle, size: number): AsyncGenerator<Buffer, void, undefined> {
  const buffer = Buffer.allocUnsafe(PIECE);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(PIECE, size - at), at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

function damaged(what: string, path: string): Fault {
  return new Fault("package-damaged", `An inventory ${what}.`, path);
}
