import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Places, type Sight } from "../twin/places.ts";

/**
 * What lies in both pools, read beside disks that take nothing: of the databases a copy is read, for whoever only reads one
 * writes beside it.
 */
export function lookAside(dataFolder: string, aside: string, pools: readonly string[]): Sight {
  for (const pool of pools) {
    const [from, to] = [dataFolder, aside].map((folder) => join(folder, "pools", pool)) as [string, string];
    mkdirSync(to, { recursive: true });
    if (!existsSync(join(to, "files"))) symlinkSync(join(from, "files"), join(to, "files"));
    for (const tail of ["", "-wal", "-shm"]) {
      rmSync(join(to, `user.db${tail}`), { force: true });
      if (tail !== "-shm" && existsSync(join(from, `user.db${tail}`)))
        copyFileSync(join(from, `user.db${tail}`), join(to, `user.db${tail}`));
    }
  }
  const places = new Places(aside, pools);
  try {
    return places.look();
  } finally {
    places.close();
  }
}
