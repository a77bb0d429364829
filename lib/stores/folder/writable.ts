import type { Disk } from "#lib/disk/crew.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import type { Place } from "./names.ts";

/** A folder that its owner made read-only takes a change all the same, and is read-only again after it. */
export function inWritable(disk: Disk, folder: Place, change: () => void): void {
  try {
    change();
  } catch (thrown) {
    if (codeOf(thrown) !== "EACCES") throw thrown;
    const { mode } = disk.lstatSync(folder);
    disk.chmodSync(folder, (mode & 0o777) | 0o700);
    try {
      change();
    } finally {
      disk.chmodSync(folder, mode & 0o777);
    }
  }
}
