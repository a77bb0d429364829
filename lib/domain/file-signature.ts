/** What two sides compare of a file or folder: what of it travels (DESIGN 4). */
export type FileSignature =
  | {
      readonly is: "file";
      readonly bytes: number;
      readonly mtimeNs: bigint;
      readonly mode: number;
      readonly sha256: string;
    }
  | { readonly is: "folder"; readonly mode: number };

/** The signature as an inventory tells it: a word without spaces. */
export function signatureText(of: FileSignature): string {
  const mode = (of.mode & 0o777).toString(8);
  return of.is === "folder" ? `folder:${mode}` : `file:${mode}:${of.bytes}:${of.mtimeNs}:${of.sha256}`;
}

const FILE = /^file:([0-7]{1,3}):(\d{1,16}):(-?\d{1,19}):([0-9a-f]{64})$/;
const FOLDER = /^folder:([0-7]{1,3})$/;

/** Null for what `signatureText` did not write. */
export function readSignature(text: string): FileSignature | null {
  const folder = FOLDER.exec(text);
  if (folder) return { is: "folder", mode: Number.parseInt(folder[1] ?? "", 8) };
  const [, mode = "", bytes = "", mtimeNs = "", sha256 = ""] = FILE.exec(text) ?? [];
  if (sha256 === "") return null;
  return { is: "file", mode: Number.parseInt(mode, 8), bytes: Number(bytes), mtimeNs: BigInt(mtimeNs), sha256 };
}

/** Times are set as seconds in a double: a copy's is nearly its original's, and before 1970 to the millisecond. */
const NEARLY_NS = 2_000n;
const NEARLY_BEFORE_1970_NS = 2_000_000n;

/** True when both are of the same item: the times may differ by as much as a copy's differs from its original's. */
export function isSameItem(a: FileSignature, b: FileSignature): boolean {
  if (a.is === "folder" || b.is === "folder") return a.is === b.is && a.mode === b.mode;
  const isAlike = a.sha256 === b.sha256 && a.bytes === b.bytes && a.mode === b.mode;
  return isAlike && isNear(a.mtimeNs, b.mtimeNs);
}

function isNear(a: bigint, b: bigint): boolean {
  const apart = a > b ? a - b : b - a;
  return apart < (a < 0n || b < 0n ? NEARLY_BEFORE_1970_NS : NEARLY_NS);
}

/**
 * A signature as ranges are hashed: the same text for an original and its copy, whose time went through seconds in a double. Two
 * that are the same in this form are the same item; a copy that was not made by us may look different in it and be the same.
 */
export function rangeForm(text: string, is: "original" | "copy"): string {
  const [, mode = "", bytes = "", mtimeNs = "", sha256 = ""] = FILE.exec(text) ?? [];
  if (sha256 === "" || mtimeNs.startsWith("-")) return text;
  const ns = BigInt(mtimeNs);
  const seconds = is === "original" ? Number(ns) / 1e9 : Number(ns / SECOND_NS) + Number(ns % SECOND_NS) / 1e9;
  return `${mode}:${bytes}:${seconds}:${sha256}`;
}

const SECOND_NS = 1_000_000_000n;

/** In place of the hash of content that was not read. */
export const UNREAD = "0".repeat(64);

/** Whether two signatures are of the same item; a hash that was not read is no difference. */
export function isSameSignature(mine: string, theirs: string): boolean {
  const [a, b] = [readSignature(mine), readSignature(theirs)];
  if (a === null || b === null) return false;
  const isUnread = a.is === "file" && b.is === "file" && (a.sha256 === UNREAD || b.sha256 === UNREAD);
  return isSameItem(isUnread ? { ...a, sha256: UNREAD } : a, isUnread ? { ...b, sha256: UNREAD } : b);
}
