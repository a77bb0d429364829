import { CONTENT } from "#lib/domain/content.ts";
import { BATCH_ITEMS, PACKAGE_BATCHES, PACKAGE_BYTES } from "#lib/domain/limits.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import type { Packed, Room } from "#lib/ports/backup-module.ts";
import type { Copied, CopyAsk } from "#lib/ports/file-store.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { PendingEntry } from "#lib/ports/user-store.ts";
import { findBlocked } from "./blocked.ts";
import { Load, Scales } from "./load.ts";
import type { LookAt } from "./look.ts";
import { packReturned } from "./pack-returned.ts";
import { checkWhole } from "./standing.ts";

/** Items of one folder in one question. */
const ITEMS = 256;
const MOST = PACKAGE_BATCHES * BATCH_ITEMS;
const FIRST_GUESS = 1000;
const LEAST_GUESS = 64;

/** Entries of one folder, with where they are copied to. */
export type Group = { readonly ask: CopyAsk; readonly entries: readonly PendingEntry[] };

/** Makes packages of images, one after the other. */
export class ImagePacker {
  readonly #what: LookAt;
  /** How many entries fill a package: what is read and copied besides is read and copied in vain. */
  #guess = FIRST_GUESS;

  constructor(what: LookAt) {
    this.#what = what;
  }

  /**
   * Copies the next files and folders into the staging, those that go back to their home before all others. What is not there any more is told apart by its
   * proof (DESIGN L6).
   */
  async pack(mark: number, room: Room, staging: Staging): Promise<Packed> {
    const { store, module, files, pool, scanList } = this.#what;
    const most = Math.min(room.items, MOST, this.#guess);
    const returned = await packReturned(this.#what, mark, most, room, staging);
    if (returned !== null) return this.#learned(returned);
    const waiting = await store.book.next(module, "images", mark, most, [CONTENT]);
    const blocked = await findBlocked(this.#what, waiting);
    const free = blocked.size === 0 ? waiting : waiting.filter((entry) => !blocked.has(entry.id));
    const groups = groupsOf(this.#what, free, ITEMS, staging.partsFolder);
    await checkWhole(this.#what, pool);
    const copied = await files.copyOut(
      pool,
      groups.map((group) => group.ask),
      new Scales(room),
    );
    await checkWhole(this.#what, pool); // it was there when something was found missing
    const owed = copied.filter((one) => one.owed !== null);
    if (owed.length > 0) {
      const sights = owed.map((one) => ({ folder: one.folder, seen: null, owed: one.owed, goneFolders: [] }));
      await scanList.update(pool, sights);
    }
    const load = new Load();
    for (const { parts } of copied) load.parts.push(...parts);
    for (const [number, group] of groups.entries()) take(load, group, copied[number]?.outcomes ?? []);
    return this.#learned({ ...load.packed(), blocked: [...blocked], dataSet: pool, source: "home" });
  }

  #learned(packed: Packed): Packed {
    const items = packed.sent.length + packed.kept.length;
    const fits = Math.ceil((PACKAGE_BYTES / packed.bytes) * items);
    if (items > 0) this.#guess = Math.min(MOST, Math.max(LEAST_GUESS, fits));
    return packed;
  }
}

/** Entries by folder, at most `most` in a group, each with what is remembered of its folder. */
export function groupsOf(
  { scanList, pool }: LookAt,
  entries: readonly PendingEntry[],
  most: number,
  into: string,
): Group[] {
  const byFolder = Map.groupBy(entries, (entry) => folderOf(entry.key));
  const folders = [...byFolder.keys()];
  const seen = scanList.seen(pool, folders);
  const owed = scanList.owed(pool, folders);
  const groups: Group[] = [];
  let first = 1;
  for (const [at, [folder, all]] of [...byFolder].entries()) {
    for (let from = 0; from < all.length; from += most) {
      const some = all.slice(from, from + most);
      const names = some.map(({ key }) => nameIn(folder, key));
      groups.push({
        ask: { folder, seen: seen[at] ?? null, owed: owed[at] ?? [], names, into, first },
        entries: some,
      });
      first += some.length;
    }
  }
  return groups;
}

function nameIn(folder: string, path: string): string {
  return folder === "" ? path : path.slice(folder.length + 1);
}

function take(load: Load, { ask, entries }: Group, outcomes: Copied["outcomes"]): void {
  for (const [item, entry] of entries.entries()) {
    const outcome = outcomes[item] ?? { is: "left" };
    if (outcome.is === "file") load.addFile(entry, ask.folder, ask.names[item] ?? "", outcome);
    else if (outcome.is === "folder") load.addFolder(entry, outcome.mode);
    else if (outcome.is === "unreadable") load.leave(entry, outcome.sentence, outcome.path);
    // What no look saw, and was not sent, was a name that came and went: nobody has to hear of it.
    else if (outcome.is === "absent") (outcome.wasSeen ? load.gone : load.void).push(entry.id);
  }
}
