import { Fault } from "#lib/domain/fault.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { FolderNews, Sight } from "#lib/ports/file-store.ts";
import type { LookAt } from "./look.ts";
import { Notes } from "./notes.ts";

/** What was touched so lately is looked at again after as long. */
const QUIET_MS = 2000;
/** Folders in a question, and questions on their way: what is known of them is in memory meanwhile. */
const FOLDERS = 64;
const QUESTIONS = 5;

type Names = ReadonlyMap<string, readonly string[]>;

/** One pass through the whole content. `isNew`: it found what the passes before had not. */
export type Pass = { readonly hasGone: boolean; readonly isNew: boolean; readonly isQuiet: boolean };

/** Goes through the content, as often as it is told, and notes what it finds. */
export class Walk {
  readonly #what: LookAt;
  readonly #notes: Notes;
  readonly #getsOn: () => void;
  #young = new Map<string, readonly string[]>();
  /** What did not hold still in the pass before, and is nothing new when it goes on so. */
  #restless: Names = new Map();
  #hasGone = false;
  #isNew = false;
  #ignored = 0;
  ignored = 0;
  fault: Fault | null = null;

  constructor(what: LookAt, at: number, getsOn: () => void) {
    this.#what = what;
    this.#notes = new Notes(what, at);
    this.#getsOn = getsOn;
  }

  /** Looks at all, and 2 s later again at what was touched just now. */
  async pass(everything: boolean): Promise<Pass> {
    this.#hasGone = false;
    this.#isNew = false;
    this.#ignored = 0;
    await this.#through([""], everything, true);
    this.ignored = this.#ignored;
    const young = this.#takeYoung();
    if (young.size > 0) {
      await this.#what.clock.sleep(QUIET_MS);
      await this.#through([...young.keys()], false, false);
    }
    const restless = this.#takeYoung();
    this.#restless = restless;
    return { hasGone: this.#hasGone, isNew: this.#isNew, isQuiet: !hasCommon(young, restless) };
  }

  /** Looks into folders, and with `isDeep` into all below. */
  async #through(folders: string[], everything: boolean, isDeep: boolean): Promise<void> {
    const { files, pool, scanList, clock } = this.#what;
    const startNs = await files.clockNs();
    const started = clock.elapsed();
    const asked: { folders: string[]; news: Promise<readonly FolderNews[]>; stale: readonly (Sight | null)[] }[] = [];
    while (folders.length + asked.length > 0) {
      while (folders.length > 0 && asked.length < QUESTIONS) {
        const some = folders.splice(-FOLDERS);
        const seen = scanList.seen(pool, some);
        const isStale = scanList.isStale(pool, some);
        const nowNs = startNs + BigInt(Math.round((clock.elapsed() - started) * 1_000_000));
        const ask = some.map((folder, number) => ({ folder, seen: seen[number] ?? null }));
        const news = files.compare(pool, ask, everything || isStale, nowNs);
        news.catch(() => {}); // it is awaited below; until then a failure is no stray
        asked.push({ folders: some, news, stale: isStale ? seen : [] });
      }
      const answered = asked.shift();
      for (const [number, news] of (await answered?.news)?.entries() ?? []) {
        const below = await this.#take(answered?.folders[number] ?? "", news, answered?.stale[number] ?? null);
        if (isDeep) for (const folder of below) folders.push(folder);
      }
      this.#getsOn();
    }
    await this.#notes.write();
  }

  #takeYoung(): Names {
    const young = this.#young;
    this.#young = new Map();
    return young;
  }

  /** The folders below. `stale`: what was seen of it, and is to be noted anew though it is the same. */
  async #take(folder: string, news: FolderNews, stale: Sight | null): Promise<readonly string[]> {
    if (news.is === "gone") this.#hasGone = this.#isNew = true; // it went away after its own folder was listed
    if (news.is === "unreadable") this.fault ??= new Fault("scan-failed", news.sentence, news.path);
    if (news.is !== "read") return [];
    this.#ignored += news.ignored;
    this.#hasGone ||= news.gone.length > 0;
    if (news.young.length > 0) this.#young.set(folder, news.young);
    const elsewhere = await this.#notes.take(folder, { ...news, sight: news.sight ?? stale });
    if (elsewhere === null) this.#isNew ||= this.#hasNews(folder, news);
    else this.fault ??= new Fault("scan-failed", ELSEWHERE, elsewhere); // and is found again each time
    return news.folders.map((name) => joinPath(folder, name));
  }

  #hasNews(folder: string, { gone, changed }: Read): boolean {
    if (gone.length > 0) return true;
    const restless = new Set(this.#restless.get(folder));
    return changed.names.some((name) => !restless.has(name));
  }
}

type Read = Extract<FolderNews, { is: "read" }>;

/** True when a file is young in both. */
function hasCommon(first: Names, second: Names): boolean {
  for (const [folder, names] of second) {
    const before = new Set(first.get(folder));
    if (names.some((name) => before.has(name))) return true;
  }
  return false;
}

const ELSEWHERE = "It is gone together with the device that it was on: is something not mounted?";
