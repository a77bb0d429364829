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
import { fileSight, isYoung, QUIET_MS, sightOf } from "./sight.ts";

/** Where files stand in the book beside the tables of rows. */
export const CONTENT = "content";

/** Entries gathered before they are written down together. */
const STRIDE = 2000;

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
export async function lookAtFiles(what: LookAt, everything: boolean): Promise<Look> {
  const { files, pool, clock } = what;
  await what.store.check();
  await files.checkDataSet(pool);
  const at = clock.now();
  const startNs = await files.clockNs();
  const nowNs = () => startNs + BigInt(Math.max(0, clock.now() - at)) * 1_000_000n;
  const notes = new Notes(what, at);
  const young: string[] = [];
  let ignoredItems = 0;
  let fault: Fault | null = null;
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const listed = await listFolder(files, pool, folder);
    if (listed instanceof Fault) {
      fault ??= listed;
      continue;
    }
    const seen = compare(what, folder, listed, everything, nowNs());
    ignoredItems += seen.ignored;
    young.push(...seen.young);
    for (const name of seen.folders) folders.push(joinPath(folder, name));
    await notes.take(seen);
  }
  await files.checkDataSet(pool); // the store was there before and after: what is missing is gone, not unmounted
  await notes.write();
  const isQuiet = young.length === 0 || (await lookAgain(what, young, at));
  return { at, closed: fault === null && isQuiet, captureIntact: true, ignoredItems, fault };
}

async function listFolder(files: FileStore, pool: PoolFqdn, folder: string): Promise<readonly FolderEntry[] | Fault> {
  try {
    const entries = await files.list(pool, folder);
    if (entries !== null) return entries;
    return new Fault("scan-failed", "A folder went away while it was looked at.", folder);
  } catch (thrown) {
    return asFault(thrown);
  }
}

type Comparison = {
  readonly changed: readonly NewEntry[];
  readonly gone: readonly NewEntry[];
  readonly sight: FolderSight;
  readonly folders: readonly string[];
  readonly young: readonly string[];
  readonly ignored: number;
};

function compare(
  { scanList, pool }: LookAt,
  folder: string,
  listed: readonly FolderEntry[],
  everything: boolean,
  nowNs: bigint,
): Comparison {
  const known = new Map(scanList.folder(pool, folder));
  const changed: NewEntry[] = [];
  const seen: Seen[] = [];
  const young: string[] = [];
  const folders: string[] = [];
  let ignored = 0;
  for (const entry of listed) {
    if (entry.is === "other") {
      ignored += 1;
      continue;
    }
    if (entry.is === "folder") folders.push(entry.name);
    const before = known.get(entry.name);
    const sight = sightOf(entry);
    const isSameKind = before?.isFolder === (entry.is === "folder");
    if (isSameKind) known.delete(entry.name);
    const isNew = !isSameKind || before?.sight !== sight;
    if (!isNew && !everything) continue;
    const path = joinPath(folder, entry.name);
    changed.push({ table: CONTENT, key: path, bytes: entry.is === "file" ? entry.stamp.bytes : 0 });
    if (isNew && entry.is === "file" && isYoung(entry.stamp, nowNs)) young.push(path);
    else if (isNew) seen.push({ name: entry.name, isFolder: entry.is === "folder", sight });
  }
  const gone = [...known.values()].flatMap((left) => {
    const path = joinPath(folder, left.name);
    const below = left.isFolder ? [...scanList.below(pool, path)] : [];
    return [path, ...below].map((key) => ({ table: CONTENT, key, bytes: 0 }));
  });
  return { changed, gone, sight: { folder, seen, gone: [...known.keys()] }, folders, young, ignored };
}

/** Writes down in strides: first what is pending, then what was seen, so that a crash between looks again. */
class Notes {
  readonly #what: LookAt;
  readonly #at: Instant;
  #changed: NewEntry[] = [];
  #gone: NewEntry[] = [];
  #sights: FolderSight[] = [];

  constructor(what: LookAt, at: Instant) {
    this.#what = what;
    this.#at = at;
  }

  async take({ changed, gone, sight }: Comparison): Promise<void> {
    for (const one of changed) this.#changed.push(one);
    for (const one of gone) this.#gone.push(one);
    if (sight.seen.length > 0 || sight.gone.length > 0) this.#sights.push(sight);
    if (this.#changed.length + this.#gone.length >= STRIDE) await this.write();
  }

  async write(): Promise<void> {
    const { store, module, scanList, pool } = this.#what;
    if (this.#gone.length > 0) await store.book.addGone(module, this.#gone, this.#at);
    if (this.#changed.length > 0) await store.book.add(module, this.#changed, this.#at);
    if (this.#sights.length > 0) await scanList.update(pool, this.#sights);
    this.#changed = [];
    this.#gone = [];
    this.#sights = [];
  }
}

/** True when everything young held still for 2 s; what did is recorded as seen. */
async function lookAgain(what: LookAt, young: readonly string[], at: Instant): Promise<boolean> {
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
      const folder = folderOf(path);
      const name = path.slice(folder === "" ? 0 : folder.length + 1);
      if (isYoung(stamp, nowNs)) isQuiet = false;
      else sights.push({ folder, seen: [{ name, isFolder: false, sight: fileSight(stamp) }], gone: [] });
    }
    await store.book.add(module, entries, at);
    await scanList.update(pool, sights);
  }
  return isQuiet;
}
