import { copyFileSync, mkdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { ScanList } from "#lib/ports/scan-list.ts";

const A_FOLDER = 1_000;
const FOLDERS_AT_ONCE = 64;
/** Later than everything that is written. */
const LATER_NS = 4_000_000_000_000_000_000n;

export const nameOf = (at: number) => `meeting-${String(at).padStart(8, "0")}.pptx`;
const folderOf = (number: number) => `folder-${number}`;

/** So many small files, a thousand to a folder; every hundred thousandth of them has a copy. */
export function makeFiles(own: string, standby: string, files: number): void {
  for (let at = 0; at < files; at += 1) {
    const path = join(folderOf(Math.floor(at / A_FOLDER)), nameOf(at));
    if (at % A_FOLDER === 0) mkdirSync(join(own, dirname(path)), { recursive: true });
    writeFileSync(join(own, path), `content ${at}`);
    if (at % 100_000 === 0) copyAlike(join(own, path), join(standby, path));
  }
}

function copyAlike(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  const { atime, mtimeNs } = statSync(from, { bigint: true });
  utimesSync(to, atime, Number(mtimeNs) / 1e9);
}

/** What a look would have noted of them; returns how long one takes that finds nothing new. */
export async function lookAt(store: FileStore, list: ScanList, home: PoolFqdn, files: number): Promise<number> {
  await list.begin(home, false);
  const folders = ["", ...Array.from({ length: Math.ceil(files / A_FOLDER) }, (_, at) => folderOf(at))];
  let ms = 0;
  for (const round of ["first", "again"]) {
    const began = performance.now();
    for (let at = 0; at < folders.length; at += FOLDERS_AT_ONCE) {
      const some = folders.slice(at, at + FOLDERS_AT_ONCE);
      const seen = list.seen(home, some);
      const asked = some.map((folder, number) => ({ folder, seen: seen[number] ?? null }));
      const news = await store.compare(home, asked, false, LATER_NS);
      const sights = news.flatMap((one, number) =>
        one.is === "read" && one.sight !== null
          ? [{ folder: some[number] ?? "", seen: one.sight, owed: null, goneFolders: [] }]
          : [],
      );
      if (round === "first") await list.update(home, sights);
    }
    ms = performance.now() - began;
  }
  return ms;
}
