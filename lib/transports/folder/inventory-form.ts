import { z } from "zod";
import type { ItemRange, ToldRange } from "#lib/domain/compare.ts";
import { CONTENT } from "#lib/domain/content.ts";
import { INVENTORY_RANGE, type InventoryFace, type InventoryItem } from "#lib/domain/inventory.ts";
import { isSafePath } from "#lib/domain/path-text.ts";
import { label, pool, sha256, whole } from "./schemas.ts";
import { sealed, unsealed } from "./sealed-text.ts";

/*
 * How an inventory lies in a BackupStore: a line that says whose it is, with a seal of its own, a line a range of items, and a last line with their
 * number and the sha256 of all the bytes before it.
 */

const header = z.strictObject({
  format: z.literal(1),
  requestId: label,
  asking: label,
  dataSet: pool,
  storeStamp: label,
});
const trailer = z.strictObject({ ranges: whole, items: whole, sha256 });
export type Trailer = z.infer<typeof trailer>;

/** The last line is never longer. */
export const MOST_TRAILER_BYTES = 256;
/** A line is no longer, unless one item is. Who reads needs no more memory than that. */
export const LINE_BYTES = 1 << 20;
/** What is longer was not written by `rangeLines`: keys are names, not contents. */
export const MOST_LINE_BYTES = 64 << 20;

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const SIGNATURE = /^[\x21-\x7e]{1,128}$/;

export function headerLine({ requestId, asking, dataSet, storeStamp }: InventoryFace): string {
  return sealed({ format: 1, requestId, asking, dataSet, storeStamp });
}

/** Null when the line is no such header: one that is damaged is never taken for another's. */
export function readHeader(line: string): InventoryFace | null {
  const json = unsealed(`${line}\n`);
  return json === null ? null : read(header, json);
}

export function trailerLine({ ranges, items, sha256 }: Trailer): string {
  return `${JSON.stringify({ ranges, items, sha256 })}\n`;
}

export function readTrailer(line: string): Trailer | null {
  return read(trailer, line);
}

/** A page as one line, or as several where it is longer than LINE_BYTES. */
export function* rangeLines(page: readonly InventoryItem[]): IterableIterator<{ line: string; items: number }> {
  let items: string[] = [];
  let length = 0;
  for (const { table, key, signature } of page) {
    const item = JSON.stringify([table, key, signature]);
    if (items.length === INVENTORY_RANGE || (items.length > 0 && length + item.length > LINE_BYTES)) {
      yield { line: `[${items.join(",")}]\n`, items: items.length };
      items = [];
      length = 0;
    }
    items.push(item);
    length += item.length;
  }
  if (items.length > 0) yield { line: `[${items.join(",")}]\n`, items: items.length };
}

/** A range of a compare: its digest and count stand before its items, so that these are read only when it is opened. */
export function digestLine({ digest, items }: ItemRange): string {
  return `${digest} ${items.length} ${JSON.stringify(items.map(({ table, key, signature }) => [table, key, signature]))}\n`;
}

const DIGEST = /^(\S{1,128}) (\d{1,6}) /;

/** Null when the line is none. `open` throws what `damaged` makes when the items are not what they should be. */
export function readDigest(line: string, damaged: () => Error): ToldRange | null {
  const [head = "", digest = "", told = ""] = DIGEST.exec(line.slice(0, 256)) ?? [];
  const count = Number(told);
  if (head === "" || count === 0) return null;
  const open = () => {
    const items = readRange(line.slice(head.length));
    if (items === null || items.length !== count) throw damaged();
    return items;
  };
  return { digest, count, open };
}

/** Null when the line is no range: nothing missing, nothing besides, no path that leads out of a data set. */
export function readRange(line: string): readonly InventoryItem[] | null {
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    return null;
  }
  if (!Array.isArray(found) || found.length === 0 || found.length > INVENTORY_RANGE) return null;
  const items: InventoryItem[] = [];
  for (const one of found) {
    const item = itemOf(one);
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

function itemOf(value: unknown): InventoryItem | null {
  if (!Array.isArray(value) || value.length !== 3) return null;
  const [table, key, signature]: readonly unknown[] = value;
  if (typeof table !== "string" || typeof key !== "string" || typeof signature !== "string") return null;
  const isKey = table === CONTENT ? isSafePath(key) : NAME.test(table) && isRowKey(key);
  return isKey && SIGNATURE.test(signature) ? { table, key, signature } : null;
}

/** A row's key is a JSON array of the values of its key's columns, as the book has it. */
function isRowKey(key: string): boolean {
  if (!key.startsWith("[") || !key.endsWith("]")) return false;
  try {
    const values: unknown = JSON.parse(key);
    return (
      Array.isArray(values) && values.length > 0 && values.every((one) => ["string", "number"].includes(typeof one))
    );
  } catch {
    return false;
  }
}

function read<T>(schema: z.ZodType<T>, line: string): T | null {
  try {
    return schema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
