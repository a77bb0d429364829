import { z } from "zod";
import type { FileItem, PartFace } from "#lib/domain/package.ts";
import { isSafePath } from "#lib/domain/path-text.ts";

/*
 * The long lists of a manifest, checked by hand: a schema takes twenty times as long over thousands of items, and the whole
 * engine waits for it.
 */

const PART = /^\d{6}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const NANOSECONDS = /^-?\d{1,20}$/;

type Unknown = Readonly<Record<string, unknown>>;

/** Files and folders: nothing missing, nothing besides, no path that leads out of the data set. */
export const fileItems = z.custom<readonly FileItem[]>((value) => Array.isArray(value) && value.every(isItem));

export const safePaths = z.custom<readonly string[]>((value) => Array.isArray(value) && value.every(isPath));

export const partFaces = z.custom<readonly PartFace[]>((value) => Array.isArray(value) && value.every(isPart));

function isItem(item: unknown): boolean {
  if (!isRecord(item) || !isPath(item.path) || !isWhole(item.mode) || item.mode > 0o777) return false;
  if (item.is === "folder") return has(item, 3);
  return item.is === "file" && has(item, 5) && matches(item.part, PART) && matches(item.mtimeNs, NANOSECONDS);
}

function isPart(part: unknown): boolean {
  return (
    isRecord(part) && has(part, 3) && matches(part.name, PART) && isWhole(part.bytes) && matches(part.sha256, SHA256)
  );
}

function isRecord(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null;
}

function has(value: Unknown, fields: number): boolean {
  return Object.keys(value).length === fields;
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

/** Most paths are plain: no part of theirs begins with a dot, and nothing in them is written in another way than it is. */
const PLAIN_PATH = /^[\w-][\w .-]*(?:\/[\w-][\w .-]*)*$/;

function isPath(value: unknown): boolean {
  return typeof value === "string" && (PLAIN_PATH.test(value) || isSafePath(value));
}
