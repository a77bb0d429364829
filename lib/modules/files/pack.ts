import { BATCH_ITEMS, PACKAGE_BATCHES, PACKAGE_BYTES } from "#lib/domain/limits.ts";
import { partName } from "#lib/domain/package.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import type { Packed, Room } from "#lib/ports/backup-module.ts";
import type { CopyAsk, CopyOutcome } from "#lib/ports/file-store.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { PendingEntry } from "#lib/ports/user-store.ts";
import { Load, Scales } from "./load.ts";
import type { LookAt } from "./look.ts";

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

  /** Copies the next files and folders into the staging. What is not there any more is told apart by its proof (DESIGN L6). */
  async pack(mark: number, room: Room, staging: Staging): Promise<Packed> {
    const { store, module, files, pool, scanList } = this.#what;
    const waiting = await store.book.next(module, "images", mark, Math.min(room.items, MOST, this.#guess));
    const groups = groupsOf(this.#what, waiting, ITEMS, (number) => staging.partPath(partName(number + 1)));
    await files.checkDataSet(pool);
    const copied = await files.copyOut(
      pool,
      groups.map((group) => group.ask),
      new Scales(room),
    );
    await files.checkDataSet(pool); // it was there when something was found missing
    const owed = copied.filter((one) => one.owed !== null);
    if (owed.length > 0) {
      const sights = owed.map((one) => ({ folder: one.folder, seen: null, owed: one.owed, goneFolders: [] }));
      await scanList.update(pool, sights);
    }
    const load = new Load();
    let taken = 0;
    for (const [number, { ask, entries }] of groups.entries()) {
      for (const [item, entry] of entries.entries()) {
        const outcome = copied[number]?.outcomes[item] ?? { is: "left" };
        if (outcome.is !== "left") taken += 1;
        take(load, entry, outcome, partOf(ask.targets[item] ?? ""));
      }
    }
    const packed = load.packed();
    const average = packed.bytes / Math.max(1, packed.sent.length + packed.kept.length);
    if (taken > 0) this.#guess = Math.min(MOST, Math.max(LEAST_GUESS, Math.ceil((PACKAGE_BYTES / average) * 1.02)));
    return packed;
  }
}

/** Entries by folder, at most `most` in a group, each with what is remembered of its folder. */
export function groupsOf(
  { scanList, pool }: LookAt,
  entries: readonly PendingEntry[],
  most: number,
  targetOf: (number: number) => string,
): Group[] {
  const byFolder = Map.groupBy(entries.entries(), ([, entry]) => folderOf(entry.key));
  const folders = [...byFolder.keys()];
  const seen = scanList.seen(pool, folders);
  const owed = scanList.owed(pool, folders);
  return [...byFolder].flatMap(([folder, all], at) => {
    const pieces: (readonly [number, PendingEntry])[][] = [];
    for (let from = 0; from < all.length; from += most) pieces.push(all.slice(from, from + most));
    return pieces.map((piece) => ({
      ask: {
        folder,
        seen: seen[at] ?? null,
        owed: owed[at] ?? [],
        names: piece.map(([, { key }]) => key.slice(folder === "" ? 0 : folder.length + 1)),
        targets: piece.map(([number]) => targetOf(number)),
      },
      entries: piece.map(([, entry]) => entry),
    }));
  });
}

function partOf(target: string): string {
  return target.slice(target.lastIndexOf("/") + 1);
}

function take(load: Load, entry: PendingEntry, outcome: CopyOutcome, part: string): void {
  switch (outcome.is) {
    case "file": {
      const { bytes, sha256, mode, mtimeNs, isAsSeen } = outcome;
      load.parts.push({ name: part, bytes, sha256 });
      load.add(entry, { is: "file", path: entry.key, part, mode, mtimeNs: String(mtimeNs) }, bytes, isAsSeen);
      return;
    }
    case "folder":
      load.add(entry, { is: "folder", path: entry.key, mode: outcome.mode }, 0, true);
      return;
    case "absent":
      // What no look saw, and was not sent, was a name that came and went: nobody has to hear of it.
      (outcome.wasSeen ? load.gone : load.void).push(entry.id);
      return;
    case "unreadable":
      load.leave(entry, outcome.sentence, outcome.path);
      return;
    case "left":
      return;
  }
}
