import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A folder with all below it, kept in memory: bytes of files, null for folders, both with their modes. */
type KeptFolder = readonly { readonly path: string; readonly mode: number; readonly bytes: Buffer | null }[];

export function keepFolder(folder: string): KeptFolder {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((path) => {
      const stat = lstatSync(join(folder, path));
      return { path, mode: stat.mode & 0o777, bytes: stat.isDirectory() ? null : readFileSync(join(folder, path)) };
    });
}

/** Writes what was kept into an empty folder. */
export function layFolder(kept: KeptFolder, folder: string): void {
  for (const { path, mode, bytes } of kept) {
    if (bytes === null) mkdirSync(join(folder, path), { mode });
    else writeFileSync(join(folder, path), bytes, { mode });
  }
}
