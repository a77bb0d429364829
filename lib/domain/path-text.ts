/**
 * Names are bytes (DESIGN 4) and have to travel as text. A name that is valid UTF-8 without "%" is its own text; every
 * other byte sequence is written with "%XX" for "%" itself and for each byte that is no part of valid UTF-8.
 */
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text of a name or path; the inverse of `pathBytes`. */
export function pathText(bytes: Uint8Array): string {
  const whole = decoded(bytes);
  if (whole !== null) return whole.replaceAll("%", "%25");
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    const length = characterLength(bytes, at);
    text += length === 0 ? hex(bytes[at] ?? 0) : (decoded(bytes.subarray(at, at + length)) ?? "").replace("%", "%25");
    at += Math.max(1, length);
  }
  return text;
}

/** Bytes of a name or path; null when the text was not written by `pathText`. */
export function pathBytes(text: string): Uint8Array | null {
  if (!text.includes("%")) return text.isWellFormed() ? encoder.encode(text) : null;
  const bytes: number[] = [];
  for (const piece of text.split(/(%[0-9A-F]{2})/)) {
    if (/^%[0-9A-F]{2}$/.test(piece)) bytes.push(Number.parseInt(piece.slice(1), 16));
    else if (piece.includes("%") || !piece.isWellFormed()) return null;
    else for (const byte of encoder.encode(piece)) bytes.push(byte);
  }
  const read = Uint8Array.from(bytes);
  return pathText(read) === text ? read : null; // one text a name: "%41" is no second spelling of "A"
}

/** True for a path that stays below its data set: no empty, "." or ".." parts, no NUL, not the reserved marker. */
export function isSafePath(path: string): boolean {
  const parts = path.split("/");
  return (
    parts[0] !== MARKER_NAME &&
    !path.includes("\0") &&
    !path.includes("%00") &&
    !path.includes("%2F") &&
    parts.every((part) => part !== "" && part !== "." && part !== "..") &&
    pathBytes(path) !== null
  );
}

/** The reserved name in a store's root and in each data set's folder (DESIGN L9). Never replicated. */
export const MARKER_NAME = ".pairkeeper-store";

/** `folder/name`, and the bare name in the root. */
export function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** The folder part of a path; "" for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Length of the valid character that starts at `at`; 0 when none does. */
function characterLength(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    if (decoded(bytes.subarray(at, at + length)) !== null) return length;
  }
  return 0;
}

function hex(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
