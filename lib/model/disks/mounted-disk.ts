import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FILLER, type LayDisk } from "./ailing-disk.ts";

const DISK_MIB = 48;
const CHUNK = Buffer.alloc(64 * 1024);

export const FILE_SYSTEMS = ["tmpfs", "ext4"] as const;
export type FileSystem = (typeof FILE_SYSTEMS)[number];

/** Real file systems over the folder: in memory, or of blocks in a file of its own. Needs a mount namespace that may mount. */
export function mountedDisk(is: FileSystem): LayDisk {
  return (path) => {
    const aside = `${path}.aside`;
    renameSync(path, aside);
    mkdirSync(path);
    mountAt(is, path);
    cpSync(aside, path, { recursive: true, preserveTimestamps: true });
    rmSync(aside, { recursive: true });
    const filler = join(path, FILLER);
    return {
      fall: (ill, roomBytes) => {
        if (ill === "full") fill(filler, roomBytes);
        else remount(path, "ro");
      },
      mend: () => {
        remount(path, "rw");
        rmSync(filler, { force: true });
      },
    };
  };
}

function mountAt(is: FileSystem, path: string): void {
  if (is === "tmpfs") run("mount", ["-t", "tmpfs", "-o", `size=${DISK_MIB}m`, "tmpfs", path]);
  else mountBlocks(path);
}

function mountBlocks(path: string): void {
  const image = join(mkdtempSync(join(tmpdir(), "pairkeeper-disk-")), "image");
  run("truncate", ["-s", `${DISK_MIB}M`, image]);
  run("mkfs.ext4", ["-q", "-F", "-m", "0", image]);
  run("mount", ["-o", "loop", image, path]);
  rmSync(join(image, ".."), { recursive: true }); // the mount keeps it as long as it stands
  rmSync(join(path, "lost+found"), { recursive: true });
}

function remount(path: string, how: "ro" | "rw"): void {
  run("mount", ["-o", `remount,${how}`, path]);
}

/** Another program's file grows until no more than that is left. */
function fill(path: string, roomBytes: number): void {
  writeFileSync(path, "");
  const free = () => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  };
  while (free() > roomBytes) writeFileSync(path, CHUNK.subarray(0, Math.min(CHUNK.length, free())), { flag: "a" });
}

function run(program: string, args: readonly string[]): void {
  execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"] });
}
