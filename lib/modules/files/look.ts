import type { ModuleName } from "#lib/domain/backup-module.ts";
import { asFault, Fault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { folderOf, joinPath } from "#lib/domain/path-text.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Look } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { FileStore, FolderEntry } from "#lib/ports/file-store.ts";
import type { FolderSight, ScanList, Seen } from "#lib/ports/scan-list.ts";
import type { NewEntry, UserStore } from "#lib/ports/user-store.ts";
import { Breath } from "./breath.ts";
import { compareFolder } from "./compare-folder.ts";
import { CONTENT, Notes, STRIDE } from "./notes.ts";
import { fileSight, isYoung, QUIET_MS } from "./sight.ts";

export type LookAt = {
  readonly module: ModuleName;
  readonly pool: PoolFqdn;
  readonly files: FileStore;
  readonly scanList: ScanList;
  readonly store: UserStore;
  readonly clock: Clock;
};

/**
 * Looks at the pool's own content against the scan list, folder by folder. What was touched within 2 s is looked at again
 * 2 s later, and the cut-off is closed only when all of it held still (DESIGN L6, section 4). A folder that cannot be read
 * leaves what is below it as it was known; the rest is looked at.
 */
export async function lookAtFiles(what: LookAt, everything: boolean, getsOn: () => void): Promise<Look> {
  const { files, pool, clock } = what;
  await what.store.check();
  await files.checkDataSet(pool);
  const at = clock.now();
  const startNs = await files.clockNs();
  const nowNs = () => startNs + BigInt(Math.max(0, clock.now() - at)) * 1_000_000n;
  const notes = new Notes(what, at);
  const breath = new Breath(getsOn);
  const young: string[] = [];
  let ignoredItems = 0;
  let fault: Fault | null = null;
  let isWhole = true;
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const listed = await listFolder(files, pool, folder);
    if (listed === null)
      isWhole = false; // it went away after its own folder was listed: the next look sees that
    else if (listed instanceof Fault) fault ??= listed;
    if (listed === null || listed instanceof Fault) continue;
    const seen = compareFolder(what.scanList.folder(pool, folder), folder, listed, everything, nowNs());
    ignoredItems += seen.ignored;
    for (const path of seen.young) young.push(path);
    for (const name of seen.folders) folders.push(joinPath(folder, name));
    await notes.take(folder, seen);
    await breath.after(listed.length);
  }
  await files.checkDataSet(pool); // the store was there before and after: what is missing is gone, not unmounted
  await notes.write();
  const isQuiet = young.length === 0 || (await lookAgain(what, young, at, breath));
  return { at, closed: fault === null && isWhole && isQuiet, captureIntact: true, ignoredItems, fault };
}

async function listFolder(
  files: FileStore,
  pool: PoolFqdn,
  folder: string,
): Promise<readonly FolderEntry[] | Fault | null> {
  try {
    return await files.list(pool, folder);
  } catch (thrown) {
    return asFault(thrown);
  }
}

/** True when everything young held still for 2 s; what did is recorded as seen. */
async function lookAgain(what: LookAt, young: readonly string[], at: Instant, breath: Breath): Promise<boolean> {
  const { files, pool, scanList, store, module, clock } = what;
  await clock.sleep(QUIET_MS);
  const nowNs = await files.clockNs();
  let isQuiet = true;
  for (let from = 0; from < young.length; from += STRIDE) {
    const entries: NewEntry[] = [];
    const sights: FolderSight[] = [];
    for (const path of young.slice(from, from + STRIDE)) {
      const stamp = await files.stampOf(pool, path);
      if (stamp === null) continue; // it went away: packing finds that out
      entries.push({ table: CONTENT, key: path, bytes: stamp.bytes });
      if (isYoung(stamp, nowNs)) isQuiet = false;
      else sights.push(sightOfFile(path, fileSight(stamp)));
    }
    await store.book.add(module, entries, at);
    await scanList.update(pool, sights);
    await breath.after(STRIDE);
  }
  return isQuiet;
}

/** One file as the scan list takes it. */
function sightOfFile(path: string, sight: string): FolderSight {
  const folder = folderOf(path);
  const seen: Seen = { name: path.slice(folder === "" ? 0 : folder.length + 1), isFolder: false, sight };
  return { folder, seen: [seen], gone: [] };
}
