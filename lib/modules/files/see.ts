import { folderOf, joinPath } from "#lib/domain/path-text.ts";
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

/** The same for the folders in which these paths are. */
export async function seeReturned(what: LookAt, paths: Iterable<string>, getsOn: () => void): Promise<void> {
  const folders = new Set<string>();
  for (const path of paths) folders.add(folderOf(path));
  await see(what, [...folders], false, getsOn);
}

async function see(what: LookAt, folders: string[], isDeep: boolean, getsOn: () => void): Promise<void> {
  const { files, pool, scanList, clock } = what;
  // The marker is not there before the restore has ended.
  const standing = { ...files, checkDataSet: (home: typeof pool) => checkStanding(what, home) };
  const notes = new Notes({ ...what, files: standing }, clock.now());
  while (folders.length > 0) {
    const some = folders.splice(-FOLDERS);
    const seen = scanList.seen(pool, some);
    const ask = some.map((folder, number) => ({ folder, seen: seen[number] ?? null }));
    for (const [number, news] of (await files.compare(pool, ask, false, FAR_NS)).entries()) {
      if (news.is !== "read") continue;
      const folder = some[number] ?? "";
      await notes.take(folder, { ...news, changed: { names: [], bytes: [] } });
      if (isDeep) for (const name of news.folders) folders.push(joinPath(folder, name));
    }
    getsOn();
  }
  await notes.write();
}
