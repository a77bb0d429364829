import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How a program gets mounts of its own that vanish with it: as root, or as the root of a world of its own. */
const WAYS = [
  ["unshare", "--mount", "--propagation", "private"],
  ["unshare", "--user", "--map-root-user", "--mount", "--propagation", "private"],
] as const;

/** The words to put before a program that is to mount; null where this machine lets nobody mount. */
export function namespaceThatMounts(): readonly string[] | null {
  const place = mkdtempSync(join(tmpdir(), "pairkeeper-mount-"));
  try {
    return WAYS.find((way) => mounts(way, place)) ?? null;
  } finally {
    rmdirSync(place);
  }
}

function mounts([program, ...words]: readonly [string, ...string[]], place: string): boolean {
  try {
    execFileSync(program, [...words, "mount", "-t", "tmpfs", "tmpfs", place], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
