import type { Stats } from "node:fs";
import type { Disk } from "#lib/disk/crew.ts";
import type { Place } from "./names.ts";

/** What of a file travels beside its content. */
export type Face = { readonly mode: number; readonly mtimeNs: bigint };

/**
 * Node sets times as seconds in a double, which holds present dates to less than a microsecond; those before 1970 to a
 * millisecond.
 */
export function hasFace(stat: Stats, { mode, mtimeNs }: Face): boolean {
  const apartMs = Math.abs(stat.mtimeMs - Number(mtimeNs) / 1e6);
  return (stat.mode & 0o777) === (mode & 0o777) && apartMs < (mtimeNs < 0n ? 1 : 0.001);
}

/** The mode of a staged file: its own, and readable for whoever moves it to its place. */
export function stagedMode(mode: number): number {
  return (mode & 0o777) | 0o600;
}

/** Sets time and, unless it is null, mode of an open file or of a place that is no link. */
export function setFace(disk: Disk, at: number | Place, mode: number | null, mtimeNs: bigint): void {
  // As a number Node takes a time before 1970 for the present; as a date it does not.
  const time = mtimeNs < 0n ? new Date(Number(mtimeNs / 1_000_000n)) : Number(mtimeNs) / 1e9;
  if (typeof at === "number") {
    if (mode !== null) disk.fchmodSync(at, mode & 0o777);
    disk.futimesSync(at, time, time);
  } else {
    if (mode !== null) disk.chmodSync(at, mode & 0o777);
    disk.utimesSync(at, time, time);
  }
}
