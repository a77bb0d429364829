import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** As a bad disk does it: nothing but the content is another. */
export function flipByte(path: string): void {
  const { atimeMs, mtimeMs } = statSync(path);
  const bytes = readFileSync(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
}

/** The parts of the packages of a module that are published and not taken yet. */
export function partsOnTheWay(dataFolder: string, from: string, to: string, module: string): readonly string[] {
  const folder = join(storeOf(dataFolder, to), "BackupStore", module, `from-${from}`);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => existsSync(join(folder, name, "manifest.json")))
    .flatMap((name) => readdirSync(join(folder, name)).map((part) => join(folder, name, part)))
    .filter((path) => !path.endsWith("manifest.json"));
}

/** A file stands where a pool's trash has to be: nothing can be moved there. Returns how it is taken away. */
export function holdTrash(dataFolder: string, pool: string): () => void {
  const trash = join(storeOf(dataFolder, pool), "Trash");
  const aside = `${trash}.aside`;
  if (existsSync(trash)) renameSync(trash, aside);
  writeFileSync(trash, "");
  return () => {
    rmSync(trash);
    if (existsSync(aside)) renameSync(aside, trash);
  };
}

/**
 * The file by which a pool's store reads its own clock, before each look, goes to the system's own full disk: that needs no right
 * to mount. Whole disks are filled by `lib/model/disks`. Returns how there is room again.
 */
export function fillDisk(dataFolder: string, pool: string): () => void {
  const clock = join(storeOf(dataFolder, pool), "BackupStore", "Temp", "clock");
  rmSync(clock);
  symlinkSync("/dev/full", clock);
  return () => rmSync(clock);
}

function storeOf(dataFolder: string, pool: string): string {
  return join(dataFolder, "pools", pool, "files");
}
