import { folderOf, joinPath } from "#lib/domain/path-text.ts";
import type { FolderNews, ItemFace } from "#lib/ports/file-store.ts";
import type { LookAt } from "./look.ts";
import { Notes } from "./notes.ts";
import { checkStanding } from "./standing.ts";

/** Folders in a question. */
const FOLDERS = 64;
/** Long after everything that a file may be touched at: nothing is too young to be seen. */
const FAR_NS = 2n ** 62n;

/**
 * Writes into the list of what was seen what stands in a data set that is being restored, as imports do (DESIGN 4): what a
 * client deletes of it before the restore ends is found by the look after it. Nothing becomes pending by this but what is gone
 * since it was seen; everything that is there goes with the baseline.
 */
export async function seeStanding(what: LookAt, getsOn: () => void = () => {}): Promise<void> {
  await see(what, [""], true, getsOn);
}

/** How an item that came back from the standby has to stand there. */
export type CameAs = {
  readonly isFolder: boolean;
  readonly mode: number;
  readonly bytes: number;
  readonly mtimeNs: bigint;
};

/**
 * The same for the folders in which these paths are. `came`: what came back of them. Anything else that is new there, or
 * stands there otherwise, is not what the standby holds, and once it was seen no look would find it: all goes with a baseline.
 */
export async function seeReturned(
  what: LookAt,
  paths: Iterable<string>,
  came: ReadonlyMap<string, CameAs>,
  getsOn: () => void,
): Promise<void> {
  const folders = new Set<string>();
  for (const path of paths) folders.add(folderOf(path));
  const check = async (folder: string, news: FolderNews) => {
    if (isAsItCame(what, folder, news, came)) return;
    await what.store.book.setBaselineDue(what.module, true);
  };
  await see(what, [...folders], false, getsOn, check);
}

function isAsItCame({ files }: LookAt, folder: string, news: FolderNews, came: ReadonlyMap<string, CameAs>): boolean {
  if (news.is !== "read") return false;
  const names = new Set(news.changed.names);
  if (names.size === 0) return true;
  const faces = news.sight === null ? [] : files.facesOf(news.sight, names);
  const isSo = (face: ItemFace) => {
    const as = came.get(joinPath(folder, face.name));
    if (as === undefined || as.isFolder !== face.isFolder || as.mode !== face.mode) return false;
    return as.isFolder || (as.bytes === face.bytes && as.mtimeNs === face.mtimeNs);
  };
  return faces.length === names.size && faces.every(isSo);
}

async function see(
  what: LookAt,
  folders: string[],
  isDeep: boolean,
  getsOn: () => void,
  /** Before what is seen of a folder is noted. */
  check: (folder: string, news: FolderNews) => Promise<void> = async () => {},
): Promise<void> {
  const { files, pool, scanList, clock } = what;
  // The marker is not there before the restore has ended.
  const standing = { ...files, checkDataSet: (home: typeof pool) => checkStanding(what, home) };
  const notes = new Notes({ ...what, files: standing }, clock.now());
  while (folders.length > 0) {
    const some = folders.splice(-FOLDERS);
    const seen = scanList.seen(pool, some);
    const ask = some.map((folder, number) => ({ folder, seen: seen[number] ?? null }));
    for (const [number, news] of (await files.compare(pool, ask, false, FAR_NS)).entries()) {
      const folder = some[number] ?? "";
      await check(folder, news);
      if (news.is !== "read") continue;
      await notes.take(folder, { ...news, changed: { names: [], bytes: [] } });
      if (isDeep) for (const name of news.folders) folders.push(joinPath(folder, name));
    }
    getsOn();
  }
  await notes.write();
}
