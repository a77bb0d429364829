import { z } from "zod";
import type { FileList, FolderItem, PartFace } from "#lib/domain/package.ts";
import { isSafePath, joinPath } from "#lib/domain/path-text.ts";

/*
 * The long lists of a manifest, checked by hand: a schema takes twenty times as long over thousands of items, and the whole
 * engine waits for it.
 */

const PART = /^\d{6}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const NANOSECONDS = /^-?\d{1,20}(?: -?\d{1,20})*$/;

type Unknown = Readonly<Record<string, unknown>>;

/** Folders: nothing missing, nothing besides, no path that leads out of the data set. */
export const folderItems = z.custom<readonly FolderItem[]>((value) => isListOf(value, isFolder));

/** Files in columns of one length, under the same rule. */
export const fileLists = z.custom<readonly FileList[]>((value) => isListOf(value, isFileList));

export const safePaths = z.custom<readonly string[]>((value) => isListOf(value, isPath));

export const partFaces = z.custom<readonly PartFace[]>((value) => isListOf(value, isPart));

function isListOf(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isFolder(item: unknown): boolean {
  return isRecord(item) && has(item, 2) && isPath(item.path) && isMode(item.mode);
}

function isFileList(list: unknown): boolean {
  if (!isRecord(list) || !has(list, 7)) return false;
  const { folder, names, part, at, bytes, modes, mtimesNs } = list;
  if (typeof folder !== "string" || (folder !== "" && !isPath(folder)) || typeof names !== "string") return false;
  if (!matches(part, PART) || !isWhole(at) || typeof mtimesNs !== "string" || !NANOSECONDS.test(mtimesNs)) return false;
  const single = names.split("/");
  const isEach = (column: unknown, isOne: (one: unknown) => boolean) =>
    Array.isArray(column) && column.length === single.length && column.every(isOne);
  return (
    isEach(bytes, isWhole) &&
    isEach(modes, isMode) &&
    mtimesNs.split(" ").length === single.length &&
    (PLAIN_PATH.test(names) || single.every((name) => isPath(joinPath(folder, name))))
  );
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

function isMode(value: unknown): boolean {
  return isWhole(value) && value <= 0o777;
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
