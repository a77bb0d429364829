import type { FileStamp, FolderEntry } from "#lib/ports/file-store.ts";

/** How long a file must have held still, by the file server's clock, before its stamp tells its next state from this one. */
export const QUIET_MS = 2000;
const QUIET_NS = BigInt(QUIET_MS) * 1_000_000n;

/** A stamp as the scan list keeps it: any difference means that the file is read again. */
export function fileSight(stamp: FileStamp): string {
  return [stamp.bytes, stamp.mtimeNs, stamp.ctimeNs, stamp.inode, stamp.device, stamp.mode].join(" ");
}

/** Of a folder only its mode travels. */
function folderSight(mode: number): string {
  return `folder ${mode}`;
}

export function sightOf(entry: Extract<FolderEntry, { is: "file" | "folder" }>): string {
  return entry.is === "file" ? fileSight(entry.stamp) : folderSight(entry.mode);
}

/**
 * True while the stamp may not tell a further change from this one. Judged by ctime, which nobody can set; one far in the
 * future comes from a clock that was set back, and waiting would not help it.
 */
export function isYoung(stamp: FileStamp, nowNs: bigint): boolean {
  const age = nowNs - stamp.ctimeNs;
  return age < QUIET_NS && age > -QUIET_NS;
}
