import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Look } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { FileStore, FolderNews } from "#lib/ports/file-store.ts";
import type { ScanList } from "#lib/ports/scan-list.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { NO_STAMP, Notes } from "./notes.ts";

export type LookAt = {
  readonly module: ModuleName;
  readonly pool: PoolFqdn;
  readonly files: FileStore;
  readonly scanList: ScanList;
  readonly store: UserStore;
  readonly clock: Clock;
};

/** What was touched so lately is looked at again after as long. */
const QUIET_MS = 2000;
/** Passes that follow one which found something gone. */
const MOST_AGAIN = 3;
/** Folders in a question, and questions on their way: what is known of them is in memory meanwhile. */
const FOLDERS = 64;
const QUESTIONS = 3;

/**
 * Looks at the pool's own content against the scan list, folder by folder. What was touched within 2 s is looked at again
 * 2 s later, and the cut-off is closed only when all of it held still (DESIGN L6, section 4). A folder that cannot be read
 * leaves what is below it as it was known; the rest is looked at.
 */
export async function lookAtFiles(what: LookAt, everything: boolean, getsOn: () => void): Promise<Look> {
  const { files, pool, clock, scanList, store, module } = what;
  await store.check();
  await files.checkDataSet(pool);
  const wasSent = (await store.book.lastSent(module)) !== null;
  await scanList.begin(pool, wasSent);
  await matchBook(what, wasSent);
  await settle(what);
  const at = clock.now();
  const look = new Walk(what, at, getsOn);
  await look.through([""], everything, true);
  let { ignored } = look;
  // What is gone may have been moved to where this had looked already: its other name has to be found before its
  // tombstone may leave.
  for (let again = 0; look.takeGone(); again++) {
    if (again === MOST_AGAIN) {
      look.isWhole = false;
      break;
    }
    look.ignored = 0;
    await look.through([""], false, true);
    ({ ignored } = look);
  }
  const young = look.takeYoung();
  if (young.size > 0) {
    await clock.sleep(QUIET_MS);
    await look.through([...young.keys()], false, false);
  }
  const isQuiet = !hasCommon(young, look.takeYoung());
  await files.checkDataSet(pool); // the store was there before and after: what is missing is gone, not unmounted
  const missed = scanList.isIntact(pool) ? null : "scan-list-lost";
  const closed = look.fault === null && look.isWhole && isQuiet && missed === null;
  return { at, closed, missed, ignoredItems: ignored, fault: look.fault };
}

/** True when a file is young in both. */
function hasCommon(
  first: ReadonlyMap<string, readonly string[]>,
  second: ReadonlyMap<string, readonly string[]>,
): boolean {
  for (const [folder, names] of second) {
    const before = new Set(first.get(folder));
    if (names.some((name) => before.has(name))) return true;
  }
  return false;
}

/**
 * The book knows what is pending and the list what was seen: of different days they know nothing together. What is there goes
 * again; deletions may have been missed.
 */
async function matchBook({ store, module, scanList, pool }: LookAt, wasSent: boolean): Promise<void> {
  const { now, before } = scanList.stamps(pool);
  const stamp = await store.book.lookStamp(module);
  if (now === stamp || before === (stamp ?? NO_STAMP)) return;
  if (now !== null || wasSent) await scanList.forget(pool);
}

/** When the partner has heard of everything nothing is owed. */
async function settle({ store, module, scanList, pool }: LookAt): Promise<void> {
  const { pendingItems, inFlightItems } = await store.book.facts(module, [], 0);
  if (pendingItems === 0 && inFlightItems === 0) await scanList.settle(pool);
}

class Walk {
  readonly #what: LookAt;
  readonly #notes: Notes;
  readonly #getsOn: () => void;
  #young = new Map<string, readonly string[]>();
  ignored = 0;
  fault: Fault | null = null;
  isWhole = true;
  #hasGone = false;

  constructor(what: LookAt, at: number, getsOn: () => void) {
    this.#what = what;
    this.#notes = new Notes(what, at);
    this.#getsOn = getsOn;
  }

  /** Looks into folders, and with `isDeep` into all below. */
  async through(folders: string[], everything: boolean, isDeep: boolean): Promise<void> {
    const { files, pool, scanList, clock } = this.#what;
    const startNs = await files.clockNs();
    const started = clock.elapsed();
    const asked: { folders: string[]; news: Promise<readonly FolderNews[]> }[] = [];
    while (folders.length + asked.length > 0) {
      while (folders.length > 0 && asked.length < QUESTIONS) {
        const some = folders.splice(-FOLDERS);
        const seen = scanList.seen(pool, some);
        const nowNs = startNs + BigInt(Math.round((clock.elapsed() - started) * 1_000_000));
        const ask = some.map((folder, number) => ({ folder, seen: seen[number] ?? null }));
        const news = files.compare(pool, ask, everything, nowNs);
        news.catch(() => {}); // it is awaited below; until then a failure is no stray
        asked.push({ folders: some, news });
      }
      const answered = asked.shift();
      for (const [number, news] of (await answered?.news)?.entries() ?? []) {
        const below = await this.#take(answered?.folders[number] ?? "", news);
        if (isDeep) for (const folder of below) folders.push(folder);
      }
      this.#getsOn();
    }
    await this.#notes.write();
  }

  takeYoung(): ReadonlyMap<string, readonly string[]> {
    const young = this.#young;
    this.#young = new Map();
    return young;
  }

  takeGone(): boolean {
    const hasGone = this.#hasGone;
    this.#hasGone = false;
    return hasGone;
  }

  /** The folders below. */
  async #take(folder: string, news: FolderNews): Promise<readonly string[]> {
    if (news.is === "gone") this.isWhole = false; // it went away after its own folder was listed: the next look sees that
    if (news.is === "unreadable") this.fault ??= new Fault("scan-failed", news.sentence, news.path);
    if (news.is !== "read") return [];
    this.ignored += news.ignored;
    this.#hasGone ||= news.gone.length > 0;
    if (news.young.length > 0) this.#young.set(folder, news.young);
    const elsewhere = await this.#notes.take(folder, news);
    if (elsewhere !== null) this.fault ??= new Fault("scan-failed", ELSEWHERE, elsewhere);
    return news.folders.map((name) => joinPath(folder, name));
  }
}

const ELSEWHERE = "It is gone together with the device that it was on: is something not mounted?";
