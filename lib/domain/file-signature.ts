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
