import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { syncFolder } from "#lib/disk/durable.ts";
import type { ItemRange } from "#lib/domain/compare.ts";
import type { InventoryFace, InventoryPages } from "#lib/domain/inventory.ts";
import { digestLine, headerLine, rangeLines, trailerLine } from "./inventory-form.ts";

/**
 * Writes an inventory aside, range by range as it comes, and shows it whole by one rename. `check` is asked once more before
 * that: taking an inventory of a large data set is long.
 */
export function writeInventory(
  path: string,
  aside: string,
  face: InventoryFace,
  pages: InventoryPages,
  check: () => Promise<void>,
): Promise<void> {
  return write(path, aside, face, linesOf(pages), check);
}

/** The same of ranges with their digests, for a compare. */
export function writeRanges(
  path: string,
  aside: string,
  face: InventoryFace,
  ranges: AsyncIterable<ItemRange>,
  check: () => Promise<void>,
): Promise<void> {
  return write(path, aside, face, digestLines(ranges), check);
}

type Line = { readonly line: string; readonly items: number };

async function* linesOf(pages: InventoryPages): AsyncIterable<Line> {
  for await (const page of pages) yield* rangeLines(page);
}

async function* digestLines(ranges: AsyncIterable<ItemRange>): AsyncIterable<Line> {
  for await (const range of ranges) yield { line: digestLine(range), items: range.items.length };
}

async function write(
  path: string,
  aside: string,
  face: InventoryFace,
  lines: AsyncIterable<Line>,
  check: () => Promise<void>,
): Promise<void> {
  rmSync(aside, { force: true });
  const fd = openSync(aside, "wx", 0o600);
  try {
    await fill(fd, face, lines);
    fsyncSync(fd);
    await check();
    renameSync(aside, path);
  } catch (thrown) {
    rmSync(aside, { force: true });
    throw thrown;
  } finally {
    closeSync(fd);
  }
  syncFolder(dirname(path));
}

async function fill(fd: number, face: InventoryFace, lines: AsyncIterable<Line>): Promise<void> {
  const hash = createHash("sha256");
  const put = (line: string) => {
    const bytes = Buffer.from(line);
    hash.update(bytes);
    writeAll(fd, bytes);
  };
  let ranges = 0;
  let items = 0;
  put(headerLine(face));
  for await (const one of lines) {
    put(one.line);
    ranges += 1;
    items += one.items;
  }
  writeAll(fd, Buffer.from(trailerLine({ ranges, items, sha256: hash.digest("hex") })));
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}
